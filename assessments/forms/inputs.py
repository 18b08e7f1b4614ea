"""The typed fields of a requirement as the template draws them, from what is stored or from what was just sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.catalog.definitions import Choice, Entry, Field, Kind
from assessments.catalog.fields import MAX_ROWS, PREFIX
from assessments.catalog.schema import Requirement

Raw = Mapping[str, str | list[str]]
HTML_TYPES = {Kind.DATE: "date", Kind.EMAIL: "email", Kind.URL: "url", Kind.PHONE: "tel", Kind.NUMBER: "number"}


@dataclass(frozen=True, slots=True)
class Input:
    """One control: a field without rows, or a cell of a row."""

    entry: Entry
    name: str
    value: str
    chosen: frozenset[str] = frozenset()
    unit: str = ""

    @property
    def kind(self) -> str:
        return self.entry.kind.value

    @property
    def html_type(self) -> str:
        return HTML_TYPES.get(self.entry.kind, "text")

    @property
    def options(self) -> list[tuple[Choice, bool]]:
        return [(choice, choice.key in self.chosen) for choice in self.entry.choices]


@dataclass(frozen=True, slots=True)
class FieldInput:
    """A field with its errors. A rows field has `rows` of cells, one blank row at the end, and a `blank` to copy."""

    field: Field
    input: Input
    errors: list[str]
    rows: list[list[Input]]
    blank: list[Input]

    @property
    def is_rows(self) -> bool:
        return self.field.kind is Kind.ROWS


def field_inputs(
    requirement: Requirement, values: Mapping[str, Any], *, raw: Raw | None = None, errors: Mapping[str, list[str]]
) -> list[FieldInput]:
    """One per field, in order. With `raw` a field that has errors shows what was sent, so nothing typed is lost."""
    return [
        _field_input(field, values.get(field.key), raw if raw is not None else None, errors.get(field.key, []))
        for field in requirement.fields
    ]


def _field_input(field: Field, value: Any, raw: Raw | None, errors: list[str]) -> FieldInput:
    name = f"{PREFIX}{field.key}"
    if field.kind is Kind.ROWS:
        cells = _sent_rows(field, name, raw) if raw is not None else _stored_rows(field, name, value)
        last = min(len(cells), MAX_ROWS)
        blank = [Input(column, f"{name}-{last}-{column.key}", "") for column in field.columns]
        template = [Input(column, f"{name}-__row__-{column.key}", "") for column in field.columns]
        return FieldInput(field, Input(field, name, ""), errors, [*cells, blank], template)
    shown = _sent(field, name, raw) if raw is not None else _stored(field, name, value)
    return FieldInput(field, shown, errors, [], [])


def _stored(entry: Entry, name: str, value: Any) -> Input:
    if value is None:
        return Input(entry, name, "", unit="hours")
    match entry.kind:
        case Kind.DURATION if isinstance(value, Mapping):
            return Input(entry, name, str(value.get("value", "")), unit=str(value.get("unit", "hours")))
        case Kind.BOOLEAN:
            word = "yes" if value else "no"
            return Input(entry, name, word, frozenset({word}))
        case Kind.MULTI_CHOICE if isinstance(value, list):
            return Input(entry, name, "", frozenset(map(str, value)))
        case Kind.ACCOUNT_IDS if isinstance(value, list):
            return Input(entry, name, "\n".join(map(str, value)))
    return Input(entry, name, str(value), frozenset({str(value)}))


def _sent(entry: Entry, name: str, raw: Raw) -> Input:
    if entry.kind is Kind.DURATION:
        return Input(entry, name, _first(raw.get(f"{name}-value", "")), unit=_first(raw.get(f"{name}-unit", "hours")))
    sent = raw.get(name, "")
    chosen = frozenset([sent] if isinstance(sent, str) else sent)
    return Input(entry, name, _first(sent), chosen)


def _stored_rows(field: Field, name: str, value: Any) -> list[list[Input]]:
    rows = value if isinstance(value, list) else []
    return [
        [_stored(column, f"{name}-{number}-{column.key}", row.get(column.key)) for column in field.columns]
        for number, row in enumerate(rows)
        if isinstance(row, Mapping)
    ]


def _sent_rows(field: Field, name: str, raw: Raw) -> list[list[Input]]:
    numbers: set[int] = set()
    for key, value in raw.items():
        number, _, column = key.removeprefix(f"{name}-").partition("-")
        if key.startswith(f"{name}-") and number.isdecimal() and len(number) <= 4 and field.column(column):
            numbers |= {int(number)} if "".join(value).strip() else set()
    rows = []
    for shown, sent_as in enumerate(sorted(numbers)[: MAX_ROWS + 1]):
        sent = [_sent(column, f"{name}-{sent_as}-{column.key}", raw) for column in field.columns]
        rows.append(
            [Input(cell.entry, f"{name}-{shown}-{cell.entry.key}", cell.value, cell.chosen, cell.unit) for cell in sent]
        )
    return rows


def _first(sent: str | list[str]) -> str:
    return sent if isinstance(sent, str) else next(iter(sent), "")
