"""Lists of values, one to a line or as a column of a CSV file."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from itertools import islice

from scanners.engine.documents.errors import UnreadableError
from scanners.engine.documents.trees import text_of

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 50_000
ENDINGS = ("csv", "txt")
MAX_COLUMNS = 50
IDS = ("hash", "hmac", "digest", "external", "extid", "ext_id", "value", "id")
CUSTOMERS = ("customer", "tenant", "client", "company", "organization", "organisation", "workspace", "account")
WANTED = "Attach one row per customer, with the columns customer and hash."
_COUNTS = frozenset(["count", "counts", "distinct", "total", "duplicates", "num"])
_DELIMITERS = (",", ";", "\t", "|")  # spreadsheets of half the world write semicolons
_QUOTES = "\"'`“”„‘’‚«»"


def table_of(name: str, data: bytes) -> list[dict[str, str]] | None:
    """Rows by lower-case column name; a plain list has the one column "value". None when it is no list at all.

    Raises UnreadableError.
    """
    ending = name.rpartition(".")[2].lower()
    if ending not in ENDINGS:
        return None
    text = _text(data)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MAX_ROWS:
        raise UnreadableError(f"The file has more than {MAX_ROWS:,} rows. Split it.")
    if ending == "txt":
        return [{"value": line} for line in lines]
    return _table(_cells(text))


def same(value: str) -> str:
    """The value as it is compared: without invisible characters, quotes and outer spaces, in one case and form."""
    visible = "".join(sign for sign in unicodedata.normalize("NFKC", value) if unicodedata.category(sign) != "Cf")
    return visible.strip().strip(_QUOTES).strip().casefold()


def counts_in(rows: list[dict[str, str]]) -> bool:
    """The table holds the result of a count query and not the ids themselves."""
    titles = list(rows[0] if rows else ())
    if any(_COUNTS & set(re.split(r"[^a-z]+", one)) for one in titles):
        return True
    return len(rows) == 1 and bool(rows[0]) and all(cell.isdigit() for cell in rows[0].values() if cell)


def _text(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):  # Excel's "Unicode text"
        try:
            data = data[: MAX_BYTES * 2].decode("utf-16").encode()
        except UnicodeDecodeError:
            raise UnreadableError("The file is not UTF-16 text. Save it as UTF-8 and attach it again.") from None
    return text_of(
        data, most=MAX_BYTES, instead="Attach only the columns of customers and external IDs, or split the file."
    )


def ids_of(rows: list[dict[str, str]]) -> list[str] | None:
    """The column of external ids or of their hashes; None if there is none. Raises UnreadableError if it is unclear."""
    titles = list(rows[0]) if rows else []
    # A hash or an id of the customer is none of the external id.
    titles = [one for one in titles if "external" in one or not any(word in one for word in CUSTOMERS)]
    found = next((some for word in IDS if (some := [one for one in titles if word in one])), [])
    if len(found) > 1:
        raise UnreadableError(
            f"The columns {' and '.join(found[:3])} could all be external IDs. Keep only one of them."
        )
    return [row[found[0]] for row in rows] if found else None


def customers_of(rows: list[dict[str, str]]) -> list[str]:
    """Whose each row is; a row that does not say is nobody else's.

    Two customers may have one name, so their ids come first; without ids, every column about customers counts.
    """
    titles = [one for one in (rows[0] if rows else ()) if "external" not in one]
    named = [one for one in titles if any(word in one for word in CUSTOMERS[:-1])]
    named = [one for one in named if _is_key(one)] or named
    named = named or [one for one in titles if CUSTOMERS[-1] in one][:1]
    found = []
    for number, row in enumerate(rows):
        cells = [same(row.get(one, "")) for one in named]
        found.append("\n".join(cells) if any(cells) else f"row {number}")
    return found


def _is_key(title: str) -> bool:
    words = title.replace("-", "_").replace(" ", "_").split("_")
    return words[-1] in ("id", "key", "uuid", "number", "no", "hash") or title.endswith("id")


def _table(rows: list[list[str]]) -> list[dict[str, str]]:
    if not rows:
        raise UnreadableError("The file is empty.")
    header = [" ".join(cell.lower().split()) for cell in rows[0]]
    if len(header) > MAX_COLUMNS:
        raise UnreadableError(f"The file has more than {MAX_COLUMNS} columns. Keep the columns customer and hash.")
    if len(header) == 1 and not _is_title(header[0]):
        header, rows = ["value"], [["value"], *rows]
    if len(set(header)) != len(header):
        raise UnreadableError("Two columns have the same name. Rename one.")
    for number, row in enumerate(rows[1:], 1):
        if len(row) > len(header):
            raise UnreadableError(f"Row {number} has more cells than the header. Put text with commas into quotes.")
    return [dict(zip(header, [*row, *[""] * (len(header) - len(row))], strict=True)) for row in rows[1:]]


def _cells(text: str) -> list[list[str]]:
    text = text.lstrip("\ufeff\r\n ")
    first, _, rest = text.partition("\n")
    named = first.strip().strip('"')
    if named.lower().startswith("sep=") and len(named) <= 5:  # Excel's line that names the separator
        delimiter, text = named[4:] or "\t", rest
    else:
        delimiter = max(_DELIMITERS, key=first.count)
    # A row longer than the header is refused, so no more cells than that are kept of one that goes on and on.
    most = MAX_COLUMNS + 1
    try:
        rows = csv.reader(io.StringIO(text), strict=True, delimiter=delimiter)
        return [[cell.strip() for cell in islice(row, most)] for row in rows if any(row)]
    except csv.Error as error:
        raise UnreadableError(f"The file is not valid CSV: {error}.") from None


def _is_title(cell: str) -> bool:
    return any(word in cell for word in ("id", "hash", "value")) and not any(sign.isdigit() for sign in cell)
