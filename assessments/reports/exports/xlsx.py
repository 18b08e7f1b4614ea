"""The answers as a spreadsheet in the layout of AWS's self-assessment: a row for each question of a requirement."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from assessments.reports.exports.spreadsheets import Sheet, new_book
from assessments.reports.snapshot.schema import RequirementData, SnapshotData

COLUMNS = (
    ("Section", 24),
    ("ID", 12),
    ("Requirement", 60),
    ("Answer", 10),
    ("Partner Response", 80),
    ("Evidence", 50),
    ("Note", 40),
    ("AWS name", 40),
)
# The sheet asks some requirements in several yes/no questions; the others have one, and these two forms of numbers.
QUESTIONS = {"WAFR-001": 2, "IAM-002": 4, "IAM-005": 2, "BAR-002": 2, "RCVP-001": 2}
# Asked the other way round ("are there keys?"): met is No.
MET_IS_NO = frozenset({"ARC-001.1", "ARC-004.1", "IAM-009.1"})
# "Is there any at all?": when the requirement does not apply, the answer is No and the rest falls away.
GATES = frozenset({"IAM-005.1", "RCVP-001.1"})
NOT_KNOWN = "FTR Portal has one answer for all questions of this requirement. Answer this one manually."


def workbook(data: SnapshotData, files: dict[str, list[str]]) -> bytes:
    """The .xlsx file; `files` are the names of evidence files in the archive by requirement key."""
    target = io.BytesIO()
    with new_book(target, title="FTR self-assessment", taken_at=data["taken_at"]) as book:
        Sheet(book, "Requirements", COLUMNS).write(_rows(data, files))
    return target.getvalue()


def _rows(data: SnapshotData, files: dict[str, list[str]]) -> Iterator[Sequence[str]]:
    for section in data["sections"]:
        for one in section["requirements"]:
            count = QUESTIONS.get(one["key"], 1)
            for number in range(1, count + 1):
                question = f"{one['key']}.{number}"
                answer, note = _answer(one, question, is_only=count == 1)
                # Said once, on the first question.
                said = (_response(one), "\n".join(files.get(one["key"], []))) if number == 1 else ("", "")
                yield (section["title"], question, one["statement"], answer, *said, note, one.get("aws_name", ""))


def _answer(one: RequirementData, question: str, *, is_only: bool) -> tuple[str, str]:
    """Yes, No, N/A or nothing, and a note. One answer for several questions says only that all are met, or none is."""
    if not one["applies"] or one["status"] == "not_applicable":
        return ("No", "") if question in GATES else ("N/A", "")
    if one["status"] == "met":
        return ("No" if question in MET_IS_NO else "Yes"), ""
    if one["status"] == "not_met" and is_only:
        return ("Yes" if question in MET_IS_NO else "No"), ""
    return "", NOT_KNOWN if one["status"] == "not_met" else ""


def _response(one: RequirementData) -> str:
    values = [f"{field['label']}: {field['text']}" for field in one["fields"] if field["text"]]
    tables = [
        "\n".join([f"{field['label']}:", *(" | ".join(row) for row in field["rows"])])
        for field in one["fields"]
        if field["rows"]
    ]
    return "\n\n".join(filter(None, (one["not_applicable_reason"], one["response"], "\n".join(values), *tables)))
