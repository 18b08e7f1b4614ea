"""Cleans what people enter into typed fields, and presents the stored values as text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.catalog.cleaning import FieldError, clean_duration, clean_value
from assessments.catalog.definitions import Entry, Field, Kind
from assessments.catalog.rules.given import Values, as_date, in_words, is_blank
from assessments.catalog.schema import Requirement
from ftrportal.common.text import account_ids

PREFIX = "field-"
MAX_ROWS = 100
FORM_WIDE = "__all__"  # Django's own name for errors that belong to no field

Raw = Mapping[str, str | list[str]]
Errors = dict[str, list[str]]


def clean_fields(requirement: Requirement, raw: Raw) -> tuple[dict[str, Any], Errors]:
    """What a form sent, as JSON-safe values by field key, and what is wrong by field key.

    Names: `field-<key>`; `field-<key>-value` and `-unit` for a duration; `field-<key>-<n>-<column>` for a row; a
    multi-choice repeats its name. Other names are not looked at unless they begin with `field-`: then they are refused
    under `FORM_WIDE`. An empty field is absent from the values. The values are the whole new state, but only if there
    are no errors: what is wrong is absent too.
    """
    sent = {name.removeprefix(PREFIX): value for name, value in raw.items() if name.startswith(PREFIX)}
    values: dict[str, Any] = {}
    errors: Errors = {}
    for field in requirement.fields:
        mine = {name: sent.pop(name) for name in list(sent) if _belongs(name, field)}
        try:
            value = _clean(field, mine)
        except FieldError as error:
            errors[field.key] = list(error.messages)
        else:
            if not is_blank(value):
                values[field.key] = value
    if sent:
        stranger = next(iter(sent))[:40]
        errors[FORM_WIDE] = [f"This requirement has no field “{stranger}”. Reload the page and try again."]
    return values, errors


def _belongs(name: str, field: Field) -> bool:
    if field.kind is Kind.DURATION:
        return name in (f"{field.key}-value", f"{field.key}-unit")
    if field.kind is not Kind.ROWS:
        return name == field.key
    number, _, column = name.removeprefix(f"{field.key}-").partition("-")
    is_row = name.startswith(f"{field.key}-") and re.fullmatch(r"[0-9]{1,4}", number) is not None
    return is_row and field.column(column) is not None


def _clean(field: Field, mine: Raw) -> Any:
    if field.kind is Kind.DURATION:
        return clean_duration(mine.get(f"{field.key}-value", ""), mine.get(f"{field.key}-unit", ""))
    if field.kind is Kind.ROWS:
        return _clean_rows(field, mine)
    return clean_value(field, mine.get(field.key, ""))


def _clean_rows(field: Field, mine: Raw) -> list[dict[str, Any]]:
    """Rows in the order of their numbers, blank ones left out. A row holding only a "no" is not blank."""
    cells: dict[int, dict[str, str | list[str]]] = {}
    for name, value in mine.items():
        number, _, column = name.removeprefix(f"{field.key}-").partition("-")
        cells.setdefault(int(number), {})[column] = value
    filled = [row for _, row in sorted(cells.items()) if any(_has_text(value) for value in row.values())]
    if len(filled) > MAX_ROWS:
        raise FieldError(f"This list has {len(filled)} rows; the limit is {MAX_ROWS}. Attach the list as a file.")
    rows, wrong = [], []
    for shown, row in enumerate(filled, start=1):
        cleaned, problems = _clean_row(field, row)
        rows.append(cleaned)
        wrong += [f"{field.row_name.capitalize()} {shown}, {problem}" for problem in problems]
    if wrong:
        raise FieldError(*wrong)
    return rows


def _clean_row(field: Field, row: Mapping[str, str | list[str]]) -> tuple[dict[str, Any], list[str]]:
    cleaned: dict[str, Any] = {}
    problems: list[str] = []
    for column in field.columns:
        try:
            value = clean_value(column, row.get(column.key, ""))
        except FieldError as error:
            problems += [f"{column.label}: {message}" for message in error.messages]
            continue
        if not is_blank(value):
            cleaned[column.key] = value
        elif column.required:
            problems.append(f"{column.label}: enter a value, or remove the row.")
    return cleaned, problems


def _has_text(value: str | list[str]) -> bool:
    return any(one.strip() for one in ([value] if isinstance(value, str) else value))


@dataclass(frozen=True, slots=True)
class PresentedField:
    """One field in words. `text` is always filled; `columns` and `rows` besides, for a rows field."""

    key: str
    label: str
    text: str
    kind: Kind
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def present_fields(requirement: Requirement, values: Values) -> list[PresentedField]:
    """What is stored, in words, for page and PDF; empty fields are left out.

    A value whose field is gone from the catalogue, or changed its shape, is shown as it is stored: an answer is
    never lost from view. Texts are what people typed: escape them.
    """
    shown = [_present(field, values[field.key]) for field in requirement.fields if not is_blank(values.get(field.key))]
    gone = [key for key in values if key not in requirement.fields_by_key and not is_blank(values[key])]
    return shown + [PresentedField(key, key.replace("_", " "), _as_stored(values[key]), Kind.TEXT) for key in gone]


def _present(field: Field, value: Any) -> PresentedField:
    try:
        if field.kind is not Kind.ROWS:
            return PresentedField(field.key, field.label, in_text(field, value), field.kind)
        rows = tuple(tuple(_cells(field, row)) for row in value)
    except (KeyError, TypeError, ValueError, AttributeError):
        return PresentedField(field.key, field.label, _as_stored(value), Kind.TEXT)
    labels = tuple(column.label for column in field.columns)
    lines = ["; ".join(f"{label}: {cell}" for label, cell in zip(labels, row, strict=True) if cell) for row in rows]
    return PresentedField(field.key, field.label, "\n".join(lines), field.kind, labels, rows)


def _cells(field: Field, row: Values) -> Iterator[str]:
    for column in field.columns:
        value = row.get(column.key)
        yield "" if is_blank(value) else in_text(column, value)


def in_text(entry: Entry, value: Any) -> str:
    """One stored value in words: "4 hours", "12 Mar 2026", "Yes"."""
    match entry.kind:
        case Kind.BOOLEAN:
            return "Yes" if value else "No"
        case Kind.DATE:
            return in_words(as_date(value))
        case Kind.DURATION:
            return _counted(int(value["value"]), str(value["unit"]))
        case Kind.NUMBER:
            return _counted(int(value), entry.unit) if entry.unit else f"{int(value):,}"
        case Kind.CHOICE:
            return entry.choice_label(str(value))
        case Kind.MULTI_CHOICE:
            return ", ".join(entry.choice_label(key) for key in value)
        case Kind.ACCOUNT_IDS:
            return ", ".join(account_ids.grouped(one) for one in value)
        case _:
            return account_ids.grouped(str(value)) if entry.digits == account_ids.DIGITS else str(value)


def _counted(count: int, unit: str) -> str:
    return f"{count:,} {unit.removesuffix('s') if count == 1 else unit}"


def _as_stored(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
