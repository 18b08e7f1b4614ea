"""The one door to PDF: everything that becomes one goes through `render`, in a process that can be killed."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from pikepdf import Pdf

ROOT = Path(__file__).resolve().parent.parent.parent
CPU_SECONDS = 60
WALL_SECONDS = 90
MEMORY_BYTES = 1024**3
PASSED_ON = ("PATH", "LANG", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "LD_LIBRARY_PATH")


class RenderFailedError(Exception):
    """The document could not be typeset. `reason` is an error id, `detail` the end of what the child said."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


class RenderCancelledError(Exception):
    """Somebody asked to stop while the document was being typeset."""


def render(html: str, *, should_stop: Callable[[], bool] = lambda: False, poll_seconds: float = 1.0) -> bytes:
    """PDF bytes of an HTML document.

    `should_stop` is asked every `poll_seconds`. Raises RenderFailedError ("report.too_large", "report.not_typeset")
    and RenderCancelledError; whatever `should_stop` raises ends the child too.
    """
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32]
    options = {"cpu_seconds": CPU_SECONDS, "memory_bytes": MEMORY_BYTES, "identifier": identifier}
    child = subprocess.Popen(
        [sys.executable, "-m", "assessments.reports.typesetter"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT,
        # No credentials, no database address: the child needs none of what the worker knows.
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ} | {"PYTHONDONTWRITEBYTECODE": "1"},
        start_new_session=True,
    )  # fmt: skip
    answer: list[bytes] = []
    data = json.dumps(options).encode() + b"\n" + html.encode("utf-8", "replace")
    # communicate() cannot be asked to stop half-way, so it waits in a thread and this one watches.
    talk = threading.Thread(target=lambda: answer.extend(child.communicate(data)), daemon=True)
    talk.start()
    try:
        _watch(talk, should_stop, poll_seconds)
    finally:
        if talk.is_alive():
            child.kill()
            talk.join(10)
    return _checked(child.returncode, *answer)


def page_count(document: bytes) -> int:
    """How many pages a PDF of ours has."""
    with Pdf.open(io.BytesIO(document)) as opened:
        return len(opened.pages)


def _watch(talk: threading.Thread, should_stop: Callable[[], bool], poll_seconds: float) -> None:
    deadline = time.monotonic() + WALL_SECONDS
    while talk.is_alive():
        talk.join(poll_seconds)
        if not talk.is_alive():
            return
        if should_stop():
            raise RenderCancelledError
        if time.monotonic() > deadline:
            raise RenderFailedError("report.too_large", f"not ready after {WALL_SECONDS} s")


def _checked(returncode: int, output: bytes, complaints: bytes) -> bytes:
    said = complaints.decode("utf-8", "replace").strip()[-500:]
    if returncode == 0 and output.startswith(b"%PDF"):
        return output
    if returncode < 0 or "MemoryError" in said or "RecursionError" in said:
        raise RenderFailedError("report.too_large", said or f"ended by signal {-returncode}")
    raise RenderFailedError("report.not_typeset", said)
