"""Renders PDFs: every PDF goes through `render`, in processes that can be killed."""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from pikepdf import Pdf

from assessments.reports.pdf.client import Answer, Typesetter, TypesetterDiedError, borrowed, warm

log = structlog.get_logger(__name__)
CPU_SECONDS = 60  # each part of a document
WALL_SECONDS = 90  # the whole
MEMORY_BYTES = 1024**3  # each part


_REASONS = {"limit": "report.too_large", "fonts": "report.no_fonts"}


class RenderFailedError(Exception):
    """The document could not be typeset.

    `reason` is an error id, `detail` the end of what the typesetter said; `names` are ids of the sections and
    requirements in the part that failed.
    """

    def __init__(self, reason: str, detail: str = "", names: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail
        self.names = tuple(names)


class RenderCancelledError(Exception):
    """The pack was canceled while its PDF was rendered."""


def get_ready() -> None:
    """Start the PDF process in advance. Optional: it only makes the first document faster."""
    warm()


def render(
    html: str,
    *,
    should_stop: Callable[[], bool] = lambda: False,
    told: Callable[[int, int], None] = lambda done, of: None,
    poll_seconds: float = 1.0,
) -> bytes:
    """PDF bytes of an HTML document. What is not printed as it is gets named in it, and logged.

    `should_stop` is asked every `poll_seconds`; `told` hears how many steps are done, and of how many. Raises
    RenderFailedError ("report.too_large", "report.no_fonts", "report.not_typeset", "report.typesetter_died") and
    RenderCancelledError; whatever the two functions raise ends the typesetter too.
    """
    data = html.encode("utf-8", "replace")
    job = {
        "identifier": hashlib.sha256(data).hexdigest()[:32],
        "cpu_seconds": CPU_SECONDS,
        "memory_bytes": MEMORY_BYTES,
    }
    watch = _Watch(should_stop, told, poll_seconds)
    while True:
        was_warm = False
        try:
            with borrowed() as typesetter:
                was_warm = typesetter.is_warm
                return _document(typesetter, job, data, watch)
        except TypesetterDiedError as error:
            # One that was kept may have ended on its own just now, before it had read the job.
            if not was_warm or watch.has_heard:
                raise RenderFailedError("report.typesetter_died", str(error)) from None


def page_count(document: bytes) -> int:
    """The number of pages of a rendered PDF."""
    with Pdf.open(io.BytesIO(document)) as opened:
        return len(opened.pages)


class _Watch:
    """Whether to continue, asked between two messages."""

    def __init__(self, should_stop: Callable[[], bool], told: Callable[[int, int], None], poll_seconds: float) -> None:
        self.poll_seconds = poll_seconds
        self.has_heard = False
        self._should_stop = should_stop
        self._told = told
        self._deadline = time.monotonic() + WALL_SECONDS
        self._asks_at = time.monotonic() + poll_seconds

    def __call__(self, answer: Answer) -> None:
        self.has_heard |= bool(answer.message)
        for name, problem in answer.message.get("noted", {}).items():
            log.warning(
                "pack_not_exact", part=name or "cover", problem=problem, why=answer.message["why"].get(name, "")
            )
        if "done" in answer.message:
            self._told(answer.message["done"], answer.message["of"])
        now = time.monotonic()
        if now >= self._asks_at:
            self._asks_at = now + self.poll_seconds
            if self._should_stop():
                raise RenderCancelledError
        if now > self._deadline:
            raise RenderFailedError("report.too_large", f"not ready after {WALL_SECONDS} s")


def _document(typesetter: Typesetter, job: dict[str, Any], data: bytes, watch: _Watch) -> bytes:
    for answer in typesetter.ask(job, data, poll_seconds=watch.poll_seconds):
        watch(answer)
        if "failed" in answer.message:
            reason = _REASONS.get(answer.message["failed"], "report.not_typeset")
            names = [str(name) for name in answer.message.get("names", ()) if name]
            raise RenderFailedError(reason, str(answer.message["said"])[-500:], names)
        if answer.document:
            return answer.document
    raise TypesetterDiedError("no document came")
