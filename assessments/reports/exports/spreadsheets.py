"""Spreadsheets without formulas, whatever the cells contain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import IO

import xlsxwriter

from assessments.reports.render.printable import data_text

# The last four are full-width forms of the first four, which some spreadsheet programs accept.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
LONGEST_CELL = 32_000  # in UTF-16 code units, as Excel counts; it refuses files with longer ones


def cell(text: str) -> str:
    """The text with a quote in front if a spreadsheet program could read it as a formula."""
    shown = _shortened(data_text(text))
    return f"'{shown}" if is_formula(shown) else shown


def _shortened(text: str) -> str:
    if 2 * len(text) <= LONGEST_CELL:
        return text
    units = text.encode("utf-16-le")[: 2 * LONGEST_CELL]
    return units.decode("utf-16-le", "ignore")  # half a character at the end goes


def is_formula(text: str) -> bool:
    """True if a spreadsheet program might evaluate it. Some ignore leading spaces."""
    return text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)


@contextmanager
def new_book(target: IO[bytes], *, title: str, taken_at: str) -> Iterator[xlsxwriter.Workbook]:
    """Context manager of a workbook with the date of the snapshot, so that the same snapshot gives the same bytes."""
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "created": datetime.fromisoformat(taken_at).replace(tzinfo=None)})
    yield book
    book.close()


class Sheet:
    """A sheet with a frozen header row, wrapped text and filters."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, columns: Sequence[tuple[str, int]]) -> None:
        self._sheet = book.add_worksheet(name)
        self._columns = columns
        self._plain = book.add_format({"text_wrap": True, "valign": "top"})
        self._quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        for column, (title, width) in enumerate(columns):
            self._sheet.set_column(column, column, width)
            self._sheet.write_string(0, column, title, head)
        self._sheet.freeze_panes(1, 2)

    def write(self, rows: Iterable[Sequence[str]]) -> None:
        """Writes rows of text cells."""
        last = 0
        for last, row in enumerate(rows, 1):
            for column, text in enumerate(row):
                self._sheet.write_string(last, column, cell(text), self._quoted if is_formula(text) else self._plain)
        self._sheet.autofilter(0, 0, last, len(self._columns) - 1)
