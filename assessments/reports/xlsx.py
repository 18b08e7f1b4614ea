"""The answers as a spreadsheet in the layout of the review's own form. No cell is ever a formula."""

from __future__ import annotations

import io
from datetime import datetime

import xlsxwriter

from assessments.reports.printable import printable_text
from assessments.reports.shape import RequirementData, SnapshotData

COLUMNS = (("Section", 24), ("ID", 12), ("Requirement", 60), ("Answer", 10), ("Partner Response", 80), ("Evidence", 50))
ANSWERS = {"met": "Yes", "not_met": "No", "not_applicable": "N/A"}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 32_000  # Excel refuses files with longer ones


def workbook(data: SnapshotData, files: dict[str, list[str]]) -> bytes:
    """The .xlsx file; `files` are the names of evidence files in the archive by requirement key."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(
        {"title": "FTR answers", "created": datetime.fromisoformat(data["taken_at"]).replace(tzinfo=None)}
    )
    sheet = book.add_worksheet("Requirements")
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    for column, (title, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    sheet.freeze_panes(1, 2)
    row = 0
    for section in data["sections"]:
        for one in section["requirements"]:
            row += 1
            cells = (section["title"], one["key"], one["statement"], _answer(one), _response(one))
            for column, text in enumerate((*cells, "\n".join(files.get(one["key"], [])))):
                sheet.write_string(row, column, cell(text), quoted if text.startswith(FORMULA_STARTS) else plain)
    sheet.autofilter(0, 0, row, len(COLUMNS) - 1)
    book.close()
    return target.getvalue()


def cell(text: str) -> str:
    """Text that no spreadsheet program takes for a formula, not even after it was saved as CSV."""
    shown = printable_text(text)[:LONGEST_CELL]
    return f"'{shown}" if shown.startswith(FORMULA_STARTS) else shown


def _answer(one: RequirementData) -> str:
    return ANSWERS.get(one["status"], "") if one["applies"] else "N/A"


def _response(one: RequirementData) -> str:
    values = [f"{field['label']}: {field['text']}" for field in one["fields"] if field["text"]]
    return "\n\n".join(filter(None, (one["not_applicable_reason"], one["response"], "\n".join(values))))
