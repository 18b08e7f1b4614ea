"""Lists of values, one to a line or as a column of a CSV file."""

from __future__ import annotations

import csv
import io

from scanners.engine.documents.errors import UnreadableError
from scanners.engine.documents.trees import text_of

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 50_000
ENDINGS = ("csv", "txt")
IDS = ("hash", "external", "value", "id")
CUSTOMERS = ("customer", "tenant", "account")
_DELIMITERS = (",", ";", "\t")  # spreadsheets of half the world write semicolons


def table_of(name: str, data: bytes) -> list[dict[str, str]] | None:
    """Rows by lower-case column name; a plain list has the one column "value". None when it is no list at all.

    Raises UnreadableError.
    """
    ending = name.rpartition(".")[2].lower()
    if ending not in ENDINGS:
        return None
    text = text_of(data, most=MAX_BYTES, instead="Attach the columns of customers and ids alone, or split it.")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MAX_ROWS:
        raise UnreadableError(f"The file has more than {MAX_ROWS:,} rows. Split it.")
    if ending == "txt":
        return [{"value": line} for line in lines]
    return _table(_cells(text))


def ids_of(rows: list[dict[str, str]]) -> list[str] | None:
    """The column of external ids or of their hashes; None if there is none. Raises UnreadableError if it is unclear."""
    titles = list(rows[0]) if rows else []
    # A hash or an id of the customer is none of the external id.
    titles = [one for one in titles if "external" in one or not any(word in one for word in CUSTOMERS)]
    found = next((some for word in IDS if (some := [one for one in titles if word in one])), [])
    if len(found) > 1:
        raise UnreadableError(f"The columns {' and '.join(found[:3])} could all be the ids. Leave one of them.")
    return [row[found[0]] for row in rows] if found else None


def customers_of(rows: list[dict[str, str]]) -> list[str]:
    """Whose each row is; a row that does not say is nobody else's."""
    titles = [one for one in (rows[0] if rows else ()) if "external" not in one]
    title = next((one for word in CUSTOMERS for one in titles if word in one), "")
    return [row.get(title) or f"row {number}" for number, row in enumerate(rows)]


def _table(rows: list[list[str]]) -> list[dict[str, str]]:
    if not rows:
        raise UnreadableError("The file is empty.")
    header = [cell.lower() for cell in rows[0]]
    if len(header) == 1 and not _is_title(header[0]):
        header, rows = ["value"], [["value"], *rows]
    if len(set(header)) != len(header):
        raise UnreadableError("Two columns have the same name. Rename one.")
    for number, row in enumerate(rows[1:], 1):
        if len(row) > len(header):
            raise UnreadableError(f"Row {number} has more cells than the header. Put text with commas into quotes.")
    return [dict(zip(header, [*row, *[""] * (len(header) - len(row))], strict=True)) for row in rows[1:]]


def _cells(text: str) -> list[list[str]]:
    first = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        rows = csv.reader(io.StringIO(text), strict=True, delimiter=delimiter)
        return [[cell.strip() for cell in row] for row in rows if any(row)]
    except csv.Error as error:
        raise UnreadableError(f"The file is not CSV that can be read: {error}.") from None


def _is_title(cell: str) -> bool:
    return any(word in cell for word in ("id", "hash", "value")) and not any(sign.isdigit() for sign in cell)
