"""The process that typesets: it imports the typesetter once, divides documents and forks a child for each part.

Plain long text alone can keep a typesetter busy for minutes, so every child runs under limits the kernel enforces. None
has our environment, and the fetcher reads neither network nor files. Run as `-m assessments.reports.pdf.server`: a
job on standard input is a JSON line and then HTML; the answer is JSON lines and, after the last, the PDF.
"""

from __future__ import annotations

import gc
import json
import os
import select
import sys
from collections.abc import Mapping, Sequence
from typing import IO, Any

from assessments.reports.pdf import typesetter
from assessments.reports.pdf.merge import join
from assessments.reports.pdf.sandbox import ChildFailedError, Limits, Made, ParentGoneError, Work, run_all
from assessments.reports.pdf.split import Part, divide, sample_of_numbers

IDLE_SECONDS = 60
MOST_GUESSES = 4


class NoFontsError(Exception):
    """The document brings no fonts, and this machine has none."""


class Press:
    """One job: an HTML document becomes a PDF, in steps that are reported."""

    def __init__(self, job: Mapping[str, Any], answers: IO[bytes]) -> None:
        self._job = job
        self._answers = answers
        self._done = self._of = 0

    def typeset(self, html: str) -> bytes:
        """The PDF. Raises ChildFailedError, ParentGoneError and NoFontsError."""
        if "@font-face" not in html and not typesetter.machine_has_fonts():
            raise NoFontsError
        typesetter.unpack_fonts(html)
        parts = divide(html)
        if len(parts) == 1:
            self._of = 1
            return self._set({0: html})[0].body
        self._of = len(parts) + 2
        at_once = {number: part.html for number, part in enumerate(parts) if not part.waits}
        made = self._set({**at_once, len(parts): sample_of_numbers(html)})
        sample = made.pop(len(parts)).body
        made |= self._waiting_parts(parts, made)
        bodies = [made[number].body for number in range(len(parts))]
        return self._run([lambda: ({}, join(bodies, sample=sample))])[0].body

    def _waiting_parts(self, parts: Sequence[Part], made: dict[int, Made]) -> dict[int, Made]:
        """Parts that show page numbers of others. Their own length moves the others: it is guessed and then checked."""
        lengths = {number: 1 for number, part in enumerate(parts) if part.waits}
        for _ in range(MOST_GUESSES):
            pages = _pages(len(parts), made, lengths)
            tried = self._set({number: parts[number].with_pages(pages) for number in lengths})
            guessed, lengths = lengths, {number: one.about["pages"] for number, one in tried.items()}
            if lengths == guessed:
                break
        return tried

    def _set(self, documents: Mapping[int, str]) -> dict[int, Made]:
        """The longest first: nobody should wait at the end for one that was begun late."""
        order = sorted(documents, key=lambda number: -len(documents[number]))
        made = self._run([self._work(number, documents[number]) for number in order])
        return dict(zip(order, made, strict=True))

    def _work(self, number: int, html: str) -> Work:
        def work() -> tuple[dict[str, Any], bytes]:
            done = typesetter.typeset(html, {**self._job, "part": number})
            return {"pages": done.pages, "places": done.places}, done.document

        return work

    def _run(self, works: Sequence[Work]) -> list[Made]:
        limits = Limits(cpu_seconds=self._job["cpu_seconds"], memory_bytes=self._job["memory_bytes"])
        return run_all(works, limits, parent=sys.stdin.fileno(), told=self._tell)

    def _tell(self) -> None:
        self._done = min(self._done + 1, self._of)
        say(self._answers, {"done": self._done, "of": self._of})


def _pages(count: int, made: Mapping[int, Made], lengths: Mapping[int, int]) -> dict[str, int]:
    """The page of each id, counted from 1. Of two equal ids the first counts."""
    pages: dict[str, int] = {}
    before = 1
    for number in range(count):
        places = made[number].about["places"] if number in made else {}
        pages = {name: before + page for name, page in places.items()} | pages
        before += lengths[number] if number in lengths else made[number].about["pages"]
    return pages


def say(answers: IO[bytes], message: Mapping[str, Any], body: bytes = b"") -> None:
    """One line, and after the last one the document."""
    answers.write(json.dumps(message).encode() + b"\n" + body)
    answers.flush()


def main() -> None:
    """Answer jobs until the other side is gone or has had nothing to do for a while."""
    # Whatever a library prints must not get between the answers.
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.setrecursionlimit(4000)
    # A child sets one part and ends: looking for cycles costs a fifth of the time and frees nothing.
    gc.disable()
    gc.freeze()
    while select.select([jobs], [], [], IDLE_SECONDS)[0] and (line := jobs.readline()):
        job = json.loads(line)
        html = jobs.read(job["length"]).decode("utf-8")
        try:
            document = Press(job, answers).typeset(html)
            say(answers, {"length": len(document)}, document)
        except ChildFailedError as error:
            say(answers, {"failed": "limit" if error.is_limit else "error", "said": error.said})
        except NoFontsError:
            say(answers, {"failed": "fonts", "said": "neither bundled fonts nor fonts of this machine were found"})
        except (ParentGoneError, BrokenPipeError):
            return
        gc.collect()


if __name__ == "__main__":
    main()
