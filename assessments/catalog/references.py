"""Proves that what a rule points at exists: its fields, columns and options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.catalog.definitions import CHOOSING, Entry, Field, Kind
from assessments.catalog.rules.amounts import PasswordHashAtLeast
from assessments.catalog.rules.base import ChoicesOf, Refers, RefersToColumn, Rule, When
from assessments.catalog.rules.tables import RowsRule

Fields = Mapping[str, Field]


def broken_references(rule: Rule, own: Fields, everyone: Mapping[str, Fields]) -> list[str]:
    """What the rule names and nobody has. `own` are the fields of its requirement, `everyone` those of all."""
    return list(_Reader(rule, own, everyone).problems())


def field_references(rule: Rule) -> Iterator[str]:
    """The fields the rule looks at: "rto", or "RES-002.rto" for another requirement's."""
    for names, marker in _Reader(rule, {}, {}).marked():
        if isinstance(marker, Refers):
            yield from names
    if rule.when is not None:
        yield rule.when.field


@dataclass(frozen=True, slots=True)
class _Reader:
    rule: Rule
    own: Fields
    everyone: Mapping[str, Fields]

    def problems(self) -> Iterator[str]:
        for names, marker in self.marked():
            for name in names:
                yield from self._problem(name, marker)
        if self.rule.when is not None:
            yield from self._condition(self.rule.when)
        yield from self._where()
        if isinstance(self.rule, PasswordHashAtLeast):
            yield from self._minimums(self.rule)

    def marked(self) -> Iterator[tuple[tuple[str, ...], Any]]:
        """Parameters that point somewhere: the names they hold and where those must be."""
        for parameter, setting in type(self.rule).model_fields.items():
            value = getattr(self.rule, parameter)
            if parameter == "dated_by" and getattr(self.rule, "newest_per", None) is None:
                continue
            markers = [one for one in setting.metadata if isinstance(one, Refers | RefersToColumn | ChoicesOf)]
            for marker in markers:
                yield ((value,) if isinstance(value, str) else tuple(value or ())), marker

    def _problem(self, name: str, marker: Any) -> Iterator[str]:
        if isinstance(marker, Refers):
            yield from _fits(name, self._field(name), marker.kinds)
        elif isinstance(marker, RefersToColumn):
            yield from _fits(name, self._column(marker.rows, name), marker.kinds)
        elif isinstance(marker, ChoicesOf):
            pointed = getattr(self.rule, marker.of)
            entry = self._column("field", pointed) if marker.of == "column" else self._field(pointed)
            yield from _has_option(entry, name)

    def _field(self, reference: str) -> Field | None:
        key, _, name = reference.rpartition(".")
        return self.everyone.get(key, {}).get(name) if key else self.own.get(name)

    def _column(self, rows_parameter: str, name: str) -> Entry | None:
        rows = self._field(getattr(self.rule, rows_parameter))
        return rows.column(name) if rows else None

    def _condition(self, when: When) -> Iterator[str]:
        field = self._field(when.field)
        yield from _fits(when.field, field, CHOOSING | {Kind.BOOLEAN})
        yield from _values_fit(field, (*when.any_of, *when.none_of))

    def _where(self) -> Iterator[str]:
        where = self.rule.where if isinstance(self.rule, RowsRule) else None
        if where is not None:
            column = self._column("field", where.column)
            yield from _fits(where.column, column, CHOOSING | {Kind.BOOLEAN})
            yield from _values_fit(column, where.any_of)

    def _minimums(self, rule: PasswordHashAtLeast) -> Iterator[str]:
        for algorithm, minimums in rule.minimums.items():
            yield from _has_option(self._field(rule.algorithm), algorithm)
            for name in minimums:
                yield from _fits(name, self._field(name), frozenset({Kind.NUMBER}))


def _fits(name: str, entry: Entry | None, kinds: frozenset[Kind]) -> Iterator[str]:
    if entry is None:
        yield f"there is no field or column {name}, add it or correct the name"
    elif entry.kind not in kinds:
        yield f"{name} is {entry.kind.value}, the rule needs {' or '.join(sorted(kind.value for kind in kinds))}"


def _has_option(entry: Entry | None, key: str) -> Iterator[str]:
    if entry is not None and key not in entry.choice_keys:
        yield f"{entry.key} has no option {key}, add it or correct the name"


def _values_fit(entry: Entry | None, values: tuple[bool | str, ...]) -> Iterator[str]:
    for value in values:
        if entry is not None and entry.kind is Kind.BOOLEAN and not isinstance(value, bool):
            yield f"{entry.key} is yes or no: compare it with true or false, not {value}"
        elif entry is not None and entry.kind in CHOOSING:
            yield from _has_option(entry, str(value))
