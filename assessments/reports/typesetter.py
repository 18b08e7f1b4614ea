"""The child process that turns HTML into PDF, and the only module that imports WeasyPrint.

Plain long text alone can keep a typesetter busy for minutes, so it runs under limits the kernel enforces, without our
environment, and with a fetcher that reads neither network nor files. Run as `python -m assessments.reports.typesetter`:
a JSON line of options and then HTML on standard input, PDF on standard output.
"""

from __future__ import annotations

import base64
import gc
import json
import resource
import sys
from pathlib import Path
from typing import Any

ASSETS = Path(__file__).parent / "assets"
IMAGE_TYPES = ("data:image/png;base64,", "data:image/jpeg;base64,")


def limit(*, cpu_seconds: int, memory_bytes: int) -> None:
    """The kernel ends this process when it takes more; where memory cannot be limited, the wall clock remains."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    except (ValueError, OSError):
        sys.stderr.write("this system does not limit memory\n")


def typeset(html: str, options: dict[str, Any]) -> bytes:
    """PDF/UA-1 bytes of a whole HTML document. The same input gives the same bytes."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    from assessments.reports import lettering

    # Names are compared with what stands in the folder, so no name can lead out of it.
    assets = {path.relative_to(ASSETS).as_posix() for path in ASSETS.rglob("*") if path.is_file()}

    class ClosedFetcher(URLFetcher):
        """Serves images we made ourselves, as data, and our own bundled assets by plain name; nothing else."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if url.startswith(IMAGE_TYPES):
                kind, _, body = url.removeprefix("data:").partition(";base64,")
                return URLFetcherResponse(url, base64.b64decode(body, validate=True), {"Content-Type": kind})
            name = url.removeprefix("asset:")
            if url.startswith("asset:") and name in assets:
                return URLFetcherResponse(url, (ASSETS / name).read_bytes())
            raise ValueError("only bundled assets are read")

    lettering.teach()
    document = HTML(string=html, url_fetcher=ClosedFetcher(allow_redirects=False), base_url="asset:")
    made: bytes = document.write_pdf(
        finisher=_print_links,
        pdf_variant="pdf/ua-1",
        pdf_identifier=bytes.fromhex(options["identifier"]),
        custom_metadata=False,
        full_fonts=False,
    )
    return made


def _print_links(_document: Any, pdf: Any) -> None:
    """Links print as they show: without the flag a reader may leave their text out on paper."""
    for one in pdf.objects:
        if isinstance(one, dict) and one.get("Subtype") == "/Link":
            one["F"] = 4


def main() -> None:
    options = json.loads(sys.stdin.buffer.readline())
    limit(cpu_seconds=options["cpu_seconds"], memory_bytes=options["memory_bytes"])
    sys.setrecursionlimit(4000)
    # One document and then the end: looking for cycles costs a fifth of the time and frees nothing.
    gc.disable()
    html = sys.stdin.buffer.read().decode("utf-8")
    sys.stdout.buffer.write(typeset(html, options))


if __name__ == "__main__":
    main()
