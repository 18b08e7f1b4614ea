"""The child process that turns HTML into PDF, and the only module that imports WeasyPrint.

Plain long text alone can keep a typesetter busy for minutes, so it runs under limits the kernel enforces, without our
environment, and with a fetcher that reads neither network nor files. Run as `python -m assessments.reports.typesetter`:
a JSON line of options and then HTML on standard input, PDF on standard output.
"""

from __future__ import annotations

import base64
import gc
import json
import re
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assessments.reports import legible

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

    _keep_text_legible()
    _keep_margins_apart()
    document = HTML(string=html, url_fetcher=ClosedFetcher(allow_redirects=False), base_url="asset:")
    made: bytes = document.write_pdf(
        finisher=_print_links,
        pdf_variant="pdf/ua-1",
        pdf_identifier=bytes.fromhex(options["identifier"]),
        custom_metadata=False,
        full_fonts=False,
    )
    return made


def _keep_text_legible() -> None:
    """Teach the typesetter what `legible` knows."""
    from weasyprint import pdf
    from weasyprint.draw import text
    from weasyprint.pdf.fonts import Font
    from weasyprint.pdf.stream import Stream

    draw_line, show_text = text.draw_first_line, Stream.show_text
    make, build_fonts = Font.__init__, pdf.build_fonts_dictionary

    def draw_legible_line(stream: Any, box: Any, *rest: Any) -> Any:
        stream.codes = iter(list(_codes_of_line(stream, box)) if legible.is_shaped(box.text) else ())
        emojis = draw_line(stream, box, *rest)
        stream.codes = iter(())
        return emojis

    def show_legible_text(stream: Any, shown: str) -> None:
        coded = re.sub("[0-9a-f]{4}(?=[0-9a-f]*>)", lambda glyph: next(stream.codes, glyph.group()), shown)
        show_text(stream, coded)

    def make_font(font: Any, *described: Any) -> None:
        make(font, *described)
        font.codes = legible.Codes(font.to_unicode)

    def build_legible_fonts(document: Any, fonts: dict[Any, Any], *rest: Any) -> Any:
        built = build_fonts(document, fonts, *rest)
        for font in fonts.values():
            if font.codes.others:
                _add_codes(document, font, _object(document, built[font.hash]))
        return built

    text.draw_first_line, Stream.show_text = draw_legible_line, show_legible_text
    Font.__init__, pdf.build_fonts_dictionary = make_font, build_legible_fonts


def _keep_margins_apart() -> None:
    """Running lines and page numbers are no part of the text that is read aloud."""
    from pydyf import Dictionary
    from weasyprint.pdf.stream import Stream

    @contextmanager
    def marked(stream: Any, box: Any, tag: str) -> Iterator[None]:
        number = len(stream._tags)
        stream._tags[box] = {"tag": tag, "mcid": number}
        if (box.element_tag or "").startswith("@"):  # in a page's margin: the number is taken and never used
            stream.begin_marked_content("Artifact", Dictionary({"Type": "/Pagination"}))
        else:
            stream.begin_marked_content(tag, Dictionary({"MCID": number}))
        yield
        stream.end_marked_content()

    Stream.marked = marked


def _codes_of_line(stream: Any, box: Any) -> Iterator[str]:
    """The code of every glyph of a line, in the order in which they are drawn."""
    from weasyprint.text.ffi import ffi, pango

    written = box.pango_layout.text.encode()
    run = box.pango_layout.get_first_line()[0].runs[0]
    while run != ffi.NULL:
        item, shaped, run = run.data.item, run.data.glyphs, run.next
        font, _ = stream.add_font(item.analysis.font)
        starts = [shaped.log_clusters[index] for index in range(shaped.num_glyphs)]
        ends = sorted({*starts, item.length})
        backwards = bool(item.analysis.level % 2)
        for start in dict.fromkeys(starts):
            group = written[item.offset + start : item.offset + ends[ends.index(start) + 1]].decode()
            glyphs = [shaped.glyphs[index].glyph for index, one in enumerate(starts) if one == start]
            shown = [glyph for glyph in glyphs if glyph != pango.PANGO_GLYPH_EMPTY]
            for glyph, meaning in zip(shown, legible.shared_out(group, len(shown), backwards=backwards), strict=True):
                unknown = glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG
                yield "" if unknown else f"{font.codes.code(glyph, meaning):04x}"


def _add_codes(document: Any, font: Any, described: Any) -> None:
    """Write a font's further codes into the maps of the finished font."""
    from pydyf import Array, Stream

    others = {code: (glyph, text) for (glyph, text), code in font.codes.others.items()}
    to_unicode = _object(document, described["ToUnicode"]).stream
    at = to_unicode.index(b"endcmap")
    to_unicode[at:at] = legible.meanings({code: text for code, (_, text) in others.items()})
    outlines = _object(document, described["DescendantFonts"][0])
    drawn = legible.glyph_map({code: glyph for code, (glyph, _) in others.items()}, font.widths)
    chart = Stream([drawn], compress=True)
    document.add_object(chart)
    outlines["CIDToGIDMap"] = chart.reference
    outlines["W"].extend([min(others), Array(font.widths[glyph] for glyph, _ in others.values())])


def _object(document: Any, reference: Any) -> Any:
    return document.objects[int(reference.split()[0])]


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
