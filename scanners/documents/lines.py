"""Lists of values, one to a line or as a column of a CSV file."""

from __future__ import annotations

import csv
import io

from scanners.documents.errors import UnreadableError
from scanners.documents.trees import MAX_BYTES, text_of

MAX_ROWS = 50_000
ENDINGS = ("csv", "txt")


def table_of(name: str, data: bytes) -> list[dict[str, str]] | None:
    """Rows by lower-case column name; a plain list has the one column "value". None when it is no list at all.

    Raises UnreadableError.
    """
    ending = name.rpartition(".")[2].lower()
    if ending not in ENDINGS:
        return None
    if ending == "csv" and len(data) > 4 * MAX_BYTES:
        raise UnreadableError("The file is larger than 2 MB. Attach the two columns alone.")
    text = text_of(data)
    if ending == "txt":
        return [{"value": line.strip()} for line in text.splitlines() if line.strip()]
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), strict=True) if any(row)]
    except csv.Error as error:
        raise UnreadableError(f"The file is not CSV that can be read: {error}.") from None
    if not rows or len(rows) > MAX_ROWS:
        raise UnreadableError("The file is empty." if not rows else f"The file has more than {MAX_ROWS} rows.")
    header = [cell.lower() for cell in rows[0]]
    if len(header) == 1 and not _is_title(header[0]):
        header, rows = ["value"], [["value"], *rows]
    if len(set(header)) != len(header):
        raise UnreadableError("Two columns have the same name. Rename one.")
    return [dict(zip(header, row, strict=False)) for row in rows[1:]]


def _is_title(cell: str) -> bool:
    return any(word in cell for word in ("id", "hash", "value")) and not any(sign.isdigit() for sign in cell)


def column(rows: list[dict[str, str]], *names: str) -> list[str] | None:
    """The first column whose name holds one of the words; None if there is none."""
    titles = list(rows[0]) if rows else []
    title = next((one for word in names for one in titles if word in one), None)
    return None if title is None else [row.get(title, "") for row in rows]
