"""What a rule may look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assessments.catalog.definitions import MINUTES_IN, Column, Field

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Given:
    """The fields as `clean_fields` left them, the day, and the fields of other answers by requirement key.

    A reference is a field's key ("rto"), or "RES-002.rto" for a field of another requirement; `definitions` has both.
    """

    values: Values
    today: date
    definitions: Mapping[str, Field] = field(default_factory=dict)
    elsewhere: Mapping[str, Values] = field(default_factory=dict)

    def get(self, reference: str) -> Any:
        """The value, or None when nothing was filled in (false and 0 are values)."""
        key, _, name = reference.rpartition(".")
        source = self.elsewhere.get(key, {}) if key else self.values
        value = source.get(name)
        return None if is_blank(value) else value

    def rows(self, reference: str) -> tuple[Values, ...]:
        """The rows of a rows field, none when it is empty."""
        return tuple(self.get(reference) or ())

    def label(self, reference: str) -> str:
        """What the person sees as the field's name, in quotation marks."""
        key, _, name = reference.rpartition(".")
        definition = self.definitions.get(reference)
        words = definition.label if definition else name.replace("_", " ")
        return f"“{words}” of {key}" if key else f"“{words}”"

    def column_label(self, reference: str, column: str) -> str:
        """What the person sees as the column's name."""
        found = self._column(reference, column)
        return found.label if found else column.replace("_", " ")

    def choice_label(self, reference: str, key: str, column: str = "") -> str:
        """The words of an option of a field or of a column."""
        entry = self._column(reference, column) if column else self.definitions.get(reference)
        return entry.choice_label(key) if entry else key.replace("_", " ")

    def row_name(self, reference: str) -> str:
        """What one row of the field is called."""
        definition = self.definitions.get(reference)
        return definition.row_name if definition else "row"

    def minutes(self, reference: str) -> int | None:
        """A duration, or a number that counts minutes, hours or days, in minutes."""
        value = self.get(reference)
        if value is None:
            return None
        if isinstance(value, Mapping):
            return int(value["value"]) * MINUTES_IN[value["unit"]]
        definition = self.definitions.get(reference)
        return int(value) * MINUTES_IN.get(definition.unit if definition else "", 1)

    def _column(self, reference: str, column: str) -> Column | None:
        definition = self.definitions.get(reference)
        return definition.column(column) if definition else None


def is_blank(value: Any) -> bool:
    """Nothing filled in. False and 0 are answers."""
    return value is None or value in ("", [], {}, ())


def as_date(value: Any) -> date:
    """A stored ISO date."""
    return date.fromisoformat(value)


def in_words(day: date) -> str:
    """The one way the product writes a date: 12 Mar 2026."""
    return f"{day.day} {day:%b} {day.year}"


def counted(count: int, unit: str) -> str:
    """A number with its unit, named in the singular: 1 day, 365 days."""
    return f"{count:,} {unit}{'' if count == 1 else 's'}"


def span(minutes: int) -> str:
    """A length of time in its largest whole unit: 4 hours, 90 minutes, 2 days."""
    unit = next((name for name in ("days", "hours") if minutes and minutes % MINUTES_IN[name] == 0), "minutes")
    count = minutes // MINUTES_IN[unit]
    return f"{count} {unit.removesuffix('s') if count == 1 else unit}"
