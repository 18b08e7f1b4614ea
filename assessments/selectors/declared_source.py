"""What declared facts are read from: a workload and its typed answers, as they bear on one AWS account."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assessments.models import Workload


def day_of(text: Any) -> date | None:
    """A stored date; None for anything else."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Said:
    """One declared value and the last day it counts."""

    value: Any
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What can be read for one account: typed values by requirement key and the workload's facts."""

    workload: Workload
    values: Mapping[str, Mapping[str, Any]]
    account_id: str
    is_production: bool
    today: date

    def get(self, place: str, key: str) -> Any:
        """A typed value, None where nobody gave one."""
        return self.values.get(place, {}).get(key)

    def rows(self, place: str, key: str) -> list[Mapping[str, Any]]:
        """The rows of a field; none where nobody gave some."""
        rows = self.get(place, key)
        return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []

    def past_day(self, text: Any) -> date | None:
        """A day that is not in the future: nobody has looked at anything tomorrow."""
        day = day_of(text)
        return day if day and day <= self.today else None


Read = Callable[[Source], Said | None]


@dataclass(frozen=True, slots=True)
class Fact:
    """One declared fact: `place` asks for it, `also` are requirements whose answers bear on it."""

    name: str
    place: str
    read: Read
    also: tuple[str, ...] = field(default=())
