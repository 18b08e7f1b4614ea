"""Reads fields out of AWS answers with their types checked: an answer that is not what the API describes is malformed.

A missing field has a default only where the API says that it may be missing. Nothing is guessed or coerced.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

Fields = Mapping[str, Any]


class MalformedAnswerError(ValueError):
    """A field is missing or of another type than the API describes; the text names the field, never its content."""


def structure(fields: Fields, name: str) -> Fields:
    """A structure that must be there."""
    value = fields.get(name)
    if not isinstance(value, Mapping):
        raise MalformedAnswerError(f"{name} is not a structure")
    return value


def structure_or_empty(fields: Fields, name: str) -> Fields:
    """A structure that AWS may leave out."""
    return {} if fields.get(name) is None else structure(fields, name)


def structures(fields: Fields, name: str) -> tuple[Fields, ...]:
    """A list of structures; AWS leaves empty lists out."""
    return tuple(_checked(value, Mapping, name) for value in _list(fields, name))


def texts(fields: Fields, name: str) -> tuple[str, ...]:
    """A list of texts; AWS leaves empty lists out."""
    return tuple(_checked(value, str, name) for value in _list(fields, name))


def text(fields: Fields, name: str) -> str:
    """A text that must be there."""
    value: str = _checked(fields.get(name), str, name)
    return value


def text_or(fields: Fields, name: str, default: str = "") -> str:
    """A text that AWS may leave out."""
    return default if fields.get(name) is None else text(fields, name)


def flag(fields: Fields, name: str) -> bool:
    """A boolean that must be there."""
    value: bool = _checked(fields.get(name), bool, name)
    return value


def flag_or(fields: Fields, name: str, default: bool) -> bool:
    """A boolean that AWS may leave out."""
    return default if fields.get(name) is None else flag(fields, name)


def number(fields: Fields, name: str) -> int:
    """A whole number that must be there; a boolean is none."""
    value = fields.get(name)
    if isinstance(value, bool):
        raise MalformedAnswerError(f"{name} is not a number")
    found: int = _checked(value, int, name)
    return found


def number_or(fields: Fields, name: str, default: int) -> int:
    """A whole number that AWS may leave out."""
    return default if fields.get(name) is None else number(fields, name)


def moment(fields: Fields, name: str) -> datetime:
    """A point in time that must be there; AWS's times without a zone are UTC."""
    value: datetime = _checked(fields.get(name), datetime, name)
    try:
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    except OverflowError as error:
        raise MalformedAnswerError(f"{name} is out of range") from error


def moment_or_none(fields: Fields, name: str) -> datetime | None:
    """A point in time that AWS may leave out."""
    return None if fields.get(name) is None else moment(fields, name)


def _list(fields: Fields, name: str) -> list[Any]:
    value = fields.get(name)
    if value is None:
        return []
    found: list[Any] = _checked(value, list, name)
    return found


def _checked(value: Any, kind: type, name: str) -> Any:
    if not isinstance(value, kind):
        raise MalformedAnswerError(f"{name} is not what the API describes")
    return value
