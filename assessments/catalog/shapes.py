"""Whether a stored value still has the shape its field asks for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from assessments.catalog.definitions import MINUTES_IN, Entry, Field, Kind


def fits(entry: Entry, value: Any) -> bool:
    """True for what `clean_fields` would have stored for the field, and for an empty value."""
    if value is None:
        return True
    if isinstance(entry, Field) and entry.kind is Kind.ROWS:
        return isinstance(value, list) and all(_row_fits(entry, row) for row in value)
    return _SHAPES.get(entry.kind, _is_text)(entry, value)


def _row_fits(field: Field, row: Any) -> bool:
    return isinstance(row, dict) and all(fits(column, row.get(column.key)) for column in field.columns)


def _is_text(_entry: Entry, value: Any) -> bool:
    return isinstance(value, str)


def _is_date(_entry: Entry, value: Any) -> bool:
    try:
        return isinstance(value, str) and (value == "" or bool(date.fromisoformat(value)))
    except ValueError:
        return False


def _is_duration(_entry: Entry, value: Any) -> bool:
    return isinstance(value, dict) and type(value.get("value")) is int and value.get("unit") in tuple(MINUTES_IN)


def _is_choice(entry: Entry, value: Any) -> bool:
    return value in ("", *entry.choice_keys)


def _is_multi_choice(entry: Entry, value: Any) -> bool:
    return isinstance(value, list) and all(one in entry.choice_keys for one in value)


def _is_boolean(_entry: Entry, value: Any) -> bool:
    return isinstance(value, bool)


def _is_number(_entry: Entry, value: Any) -> bool:
    return type(value) is int


def _is_list_of_texts(_entry: Entry, value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


_SHAPES: dict[Kind, Callable[[Entry, Any], bool]] = {
    Kind.DATE: _is_date,
    Kind.DURATION: _is_duration,
    Kind.CHOICE: _is_choice,
    Kind.MULTI_CHOICE: _is_multi_choice,
    Kind.BOOLEAN: _is_boolean,
    Kind.NUMBER: _is_number,
    Kind.ACCOUNT_IDS: _is_list_of_texts,
}
