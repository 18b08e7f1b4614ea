"""CSV export and import of data store classifications, with an error for each invalid line."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable

from scanners.models import StoreRole
from scanners.selectors.declarations.stores import StoreRow
from scanners.services.declarations.declaring import StoreChange

COLUMNS = ("arn", "name", "kind", "region", "role", "sensitive", "keep_days")
_NEEDED = {"arn", "role", "sensitive", "keep_days"}
_SENSITIVE = {"yes": "yes", "no": "no", "": ""}
_MAX_LINES = 20_000
_MAX_DAYS = 36_500
_MAX_ERRORS = 50
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class StoreFileRefused(Exception):
    """The file was rejected; `problems` are the errors by line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(problems[0])
        self.problems = problems


def written(rows: Iterable[StoreRow]) -> str:
    """The rows as CSV. Names that a spreadsheet would evaluate are quoted."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        sensitive = "" if row.is_sensitive is None else "yes" if row.is_sensitive else "no"
        cells = (row.arn, row.name, row.kind, row.region, row.role, sensitive, str(row.keep_days or ""))
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return out.getvalue()


def read(text: str, known: Collection[str]) -> list[StoreChange]:
    """The classifications in the file; an empty cell removes a value. Raises StoreFileRefused."""
    lines = list(_lines(text))
    problems: list[str] = []
    changes: dict[str, StoreChange] = {}
    for number, cells in lines:
        change, problem = _change(cells, known)
        if change and change.arn in changes:
            problem = "this data store is already in an earlier line."
        if problem:
            problems.append(f"Line {number}: {problem}")
        elif change:
            changes[change.arn] = change
    if problems:
        more = len(problems) - _MAX_ERRORS
        raise StoreFileRefused(problems[:_MAX_ERRORS] + ([f"And {more} more lines."] if more > 0 else []))
    if not changes:
        raise StoreFileRefused(["The file contains no data store."])
    return list(changes.values())


def _lines(text: str) -> Iterable[tuple[int, dict[str, str]]]:
    try:
        first = text.splitlines()[0] if text.strip() else ""
        reader = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
        reader.fieldnames = [(name or "").strip().lower() for name in reader.fieldnames or []]
        missing = sorted(_NEEDED - set(reader.fieldnames))
        if missing:
            raise StoreFileRefused([f"Line 1: missing columns: {', '.join(missing)}. Download the list again."])
        for row in reader:
            if reader.line_num > _MAX_LINES:
                raise StoreFileRefused([f"The limit is {_MAX_LINES:,} lines. Upload the list in parts."])
            cells = {name: (row.get(name) or "").strip() for name in _NEEDED}
            if any(cells.values()):
                yield reader.line_num, cells
    except csv.Error as error:
        raise StoreFileRefused([f"The file is not valid CSV: {error}."]) from error


def _change(cells: dict[str, str], known: Collection[str]) -> tuple[StoreChange | None, str]:
    """One line, or its error."""
    if cells["arn"] not in known:
        return None, f"“{cells['arn'][:120]}” is not a data store of this account."
    if cells["role"] and cells["role"] not in StoreRole.values:
        return None, f"role is “{cells['role'][:40]}”. Enter {', '.join(StoreRole.values)}, or leave it empty."
    sensitive = _SENSITIVE.get(cells["sensitive"].lower())
    if sensitive is None:
        return None, f"sensitive is “{cells['sensitive'][:40]}”. Enter yes or no, or leave it empty."
    days = cells["keep_days"] or "0"
    if not (days.isascii() and days.isdigit() and len(days) <= len(str(_MAX_DAYS)) and int(days) <= _MAX_DAYS):
        return None, f"keep_days is “{days[:40]}”. Enter a number of days up to {_MAX_DAYS:,}."
    return StoreChange(cells["arn"], cells["role"], sensitive, int(days)), ""
