"""Remediation plan as a table: a row per finding, and per gap without findings. No cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from assessments.reports.exports.gaps import OUTCOMES, Gap, gaps_of
from assessments.reports.exports.spreadsheets import Sheet, cell, new_book
from assessments.reports.snapshot.schema import SnapshotData

GAP_COLUMNS = (
    ("Requirement", 14),
    ("Title", 40),
    ("AWS name", 40),
    ("Section", 26),
    ("Status", 14),
    ("Missing", 60),
    ("Severity", 11),
    ("Findings", 10),
    ("Effort", 12),
    ("Owner", 20),
    ("Due date", 14),
)
FINDING_COLUMNS = (
    ("Requirement", 14),
    ("Check", 34),
    ("Outcome", 16),
    ("Severity", 11),
    ("Account", 15),
    ("Region", 14),
    ("Resource", 50),
    ("Finding", 60),
    ("How to fix", 60),
    ("Command line", 60),
    ("Console", 50),
    ("Effort", 12),
    ("Owner", 20),
    ("Due date", 14),
)
OPEN = ("", "", "")  # effort, owner and due date are completed by people


def plan_xlsx(snapshot: SnapshotData, _sha256: str) -> bytes:
    """XLSX with two sheets: gaps, and findings with resources and fixes."""
    gaps = gaps_of(snapshot)
    target = io.BytesIO()
    with new_book(target, title="FTR remediation plan", taken_at=snapshot["taken_at"]) as book:
        Sheet(book, "Gaps", GAP_COLUMNS).write(_gap_rows(gaps))
        Sheet(book, "Findings", FINDING_COLUMNS).write(_finding_rows(gaps))
    return target.getvalue()


def plan_csv(snapshot: SnapshotData, _sha256: str) -> bytes:
    """CSV with both in one table, with a byte order mark for spreadsheet programs."""
    gaps = gaps_of(snapshot)
    head = [name for name, _ in GAP_COLUMNS[:6]] + [name for name, _ in FINDING_COLUMNS[1:]]
    return written_csv(head, _flat_rows(gaps), encoding="utf-8-sig")


def written_csv(head: Sequence[str], rows: Iterable[Sequence[str]], *, encoding: str) -> bytes:
    """Rows as CSV bytes; all cells are quoted and none is a formula."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([cell(text) for text in row] for row in rows)
    return target.getvalue().encode(encoding)


def _gap_rows(gaps: Iterable[Gap]) -> Iterator[Sequence[str]]:
    for gap in gaps:
        count = sum(len(part.findings) for part in gap.work)
        yield (*_about(gap), gap.severity, str(count), *OPEN)


def _finding_rows(gaps: Iterable[Gap]) -> Iterator[Sequence[str]]:
    for gap in gaps:
        for rest in _findings(gap):
            yield (gap.data["key"], *rest, *OPEN)


def _flat_rows(gaps: Iterable[Gap]) -> Iterator[Sequence[str]]:
    nothing = [""] * (len(FINDING_COLUMNS) - 1 - len(OPEN))
    for gap in gaps:
        about = _about(gap)
        for rest in list(_findings(gap)) or [nothing]:
            yield (*about, *rest, *OPEN)
            # The text may be long, so only the first row of a gap has it.
            about = (*about[:-1], "")


def _about(gap: Gap) -> Sequence[str]:
    one = gap.data
    return one["key"], one["title"], one.get("aws_name", ""), gap.section, one["status_label"], "\n".join(gap.missing)


def _findings(gap: Gap) -> Iterator[Sequence[str]]:
    for part in gap.work:
        check = part.check
        fixes = (check["fix"], check.get("cli", ""), check.get("console", ""))
        for one in part.findings:
            place = (one["account_id"], one["region"], one["resource"])
            yield (check["title"], OUTCOMES[one["outcome"]], one["severity"], *place, one["message"], *fixes)
