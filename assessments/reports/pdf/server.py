"""The process that typesets: it imports the typesetter once, divides documents and forks a child for each part.

Plain long text alone can keep a typesetter busy for minutes, so every child runs under limits the kernel enforces. None
has our environment, the fetcher reads neither network nor files, and the kernel refuses both where it can. Run as
`-m assessments.reports.pdf.server`: a job on standard input is a JSON line and then HTML; the answer is JSON lines
and, after the last, the PDF.
"""

from __future__ import annotations

import gc
import json
import os
import select
import sys
from collections.abc import Mapping, Sequence
from tempfile import TemporaryDirectory
from typing import IO, Any

from assessments.reports.pdf import repair, typesetter
from assessments.reports.pdf.merge import join
from assessments.reports.pdf.sandbox import ChildFailedError, Limits, Made, ParentGoneError, Work, run_all
from assessments.reports.pdf.split import Part, divide, sample_of_numbers
from ftrportal.common import sandbox

IDLE_SECONDS = 60
MOST_GUESSES = 4
MOST_REPAIRS = 4
SEARCH_CPU_SECONDS = 10  # for each requirement of a part that failed, to find which one it is


class NoFontsError(Exception):
    """The document has no bundled fonts, and none are installed."""


class PartsFailedError(Exception):
    """Parts of a document that could not be typeset, each with its error."""

    def __init__(self, failed: Sequence[tuple[str, ChildFailedError]]) -> None:
        super().__init__(failed[0][1].said)
        self.failed = failed

    @property
    def names(self) -> list[str]:
        """Ids of the sections and requirements in them."""
        return [name for html, _ in self.failed for name in repair.names_in(html)]


class PdfServer:
    """One job: renders an HTML document as PDF and reports its steps."""

    def __init__(self, job: Mapping[str, Any], answers: IO[bytes], *, parent: int) -> None:
        self._job = job
        self._answers = answers
        self._parent = parent
        self._done = self._of = 0

    def typeset(self, html: str) -> bytes:
        """The PDF. Raises PartsFailedError, ChildFailedError, ParentGoneError and NoFontsError.

        What cannot be typeset says so in the document, which then ends with a note that names it.
        """
        if "@font-face" not in html and not typesetter.machine_has_fonts():
            raise NoFontsError
        typesetter.unpack_fonts(html)
        noted: dict[str, str] = {}
        for _ in range(MOST_REPAIRS):
            try:
                document, marred = self._document(repair.with_note(html, noted))
            except PartsFailedError as failure:
                html, lost = self._repaired(html, failure)
                if noted.keys() >= lost:
                    raise  # even without its texts
                noted |= dict.fromkeys(sorted(lost), repair.LEFT_OUT)
                continue
            if marred.keys() <= noted.keys():
                break
            noted = dict.fromkeys(marred, repair.INEXACT) | noted
        if noted:
            say(self._answers, {"noted": noted, "why": marred})
        return document

    def _document(self, html: str) -> tuple[bytes, dict[str, str]]:
        """The PDF, and why lines in it were not drawn as they are, by the id they stand under."""
        parts = divide(html)
        if len(parts) == 1:
            self._of = max(self._of, 1)
            made = self._set({0: html})
            return made[0].body, _marred(made)
        self._of = max(self._of, len(parts) + 2)
        at_once = {number: part.html for number, part in enumerate(parts) if not part.waits}
        made = self._set({**at_once, len(parts): sample_of_numbers(html)})
        sample = made.pop(len(parts)).body
        made |= self._waiting_parts(parts, made)
        bodies = [made[number].body for number in range(len(parts))]
        (joined,) = self._run([lambda: ({}, join(bodies, sample=sample))])
        if isinstance(joined, ChildFailedError):
            raise joined
        return joined.body, _marred(made)

    def _repaired(self, html: str, failure: PartsFailedError) -> tuple[str, set[str]]:
        """The document without what made parts fail, and the names of that. Raises PartsFailedError."""
        repaired, lost = html, set[str]()
        for part, _ in failure.failed:
            answers = repair.answers_in(part)
            alone = {name: repair.only(part, name) for name in answers}
            rest = repair.without(part, set(answers))
            tried = self._run([self._work(0, one) for one in (rest, *alone.values())], cpu_seconds=SEARCH_CPU_SECONDS)
            bad = {name for name, done in zip(alone, tried[1:], strict=True) if isinstance(done, ChildFailedError)}
            repaired = repair.without(repaired, bad)
            if not bad or isinstance(tried[0], ChildFailedError):
                bad |= set(repair.names_in(part))
                repaired = repair.without_sections(repaired, bad)
            lost |= bad
        if repaired == html:
            raise failure
        return repaired, lost

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
        """Render the parts, the longest first so that none starts late. Raises PartsFailedError."""
        order = sorted(documents, key=lambda number: -len(documents[number]))
        done = dict(zip(order, self._run([self._work(number, documents[number]) for number in order]), strict=True))
        failed = [(documents[number], one) for number, one in done.items() if isinstance(one, ChildFailedError)]
        if failed:
            raise PartsFailedError(failed)
        return {number: one for number, one in done.items() if isinstance(one, Made)}

    def _work(self, number: int, html: str) -> Work:
        def work() -> tuple[dict[str, Any], bytes]:
            done = typesetter.typeset(html, {**self._job, "part": number})
            return {"pages": done.pages, "places": done.places, "marred": done.marred}, done.document

        return work

    def _run(self, works: Sequence[Work], *, cpu_seconds: int | None = None) -> list[Made | ChildFailedError]:
        at_most = self._job["cpu_seconds"]
        # The typesetter unpacks fonts into files, for which each run has a folder that goes when it ends.
        with TemporaryDirectory(prefix="typesetting-") as folder:
            limits = Limits(
                cpu_seconds=min(cpu_seconds or at_most, at_most),
                memory_bytes=self._job["memory_bytes"],
                readable=(*sandbox.python_folders(), *sandbox.font_folders(), str(typesetter.ASSETS)),
                folder=folder,
            )
            return run_all(works, limits, parent=self._parent, told=self._tell)

    def _tell(self) -> None:
        self._done = min(self._done + 1, self._of)
        say(self._answers, {"done": self._done, "of": self._of})


def _marred(made: Mapping[int, Made]) -> dict[str, str]:
    return {name: why for number in sorted(made) for name, why in made[number].about.get("marred", {}).items()}


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
    """Process jobs until the client has gone or was idle for a while."""
    # Output of libraries must not mix with the messages.
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
            document = PdfServer(job, answers, parent=sys.stdin.fileno()).typeset(html)
            say(answers, {"length": len(document)}, document)
        except PartsFailedError as failure:
            error = failure.failed[0][1]
            kind = "limit" if error.is_limit else "error"
            say(answers, {"failed": kind, "said": error.said, "names": failure.names})
        except ChildFailedError as error:
            say(answers, {"failed": "limit" if error.is_limit else "error", "said": error.said})
        except NoFontsError:
            say(answers, {"failed": "fonts", "said": "neither bundled fonts nor fonts of this machine were found"})
        except (ParentGoneError, BrokenPipeError):
            return
        gc.collect()


if __name__ == "__main__":
    main()
