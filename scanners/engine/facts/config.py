"""AWS Config in one region: what is recorded, by which rules it is judged, how much of it there is."""

from __future__ import annotations

from dataclasses import dataclass

from scanners.engine.facts.unknown import Unknown


@dataclass(frozen=True, slots=True)
class Recorder:
    """One recorder of the customer's; those that AWS services run for themselves are left out.

    `is_recording` is Unknown where its status could not be read. `kinds` are the chosen resource types,
    `excluded_kinds` those left out of everything.
    """

    name: str
    records_all: bool
    kinds: tuple[str, ...]
    excluded_kinds: tuple[str, ...]
    is_recording: bool | Unknown

    def records(self, kind: str) -> bool:
        """Whether a resource type is in its scope."""
        if self.records_all or self.excluded_kinds:
            return kind not in self.excluded_kinds
        return kind in self.kinds


@dataclass(frozen=True, slots=True)
class ConfigRule:
    """One rule that AWS wrote; `identifier` is AWS's name of it, `state` ACTIVE or on its way out."""

    identifier: str
    state: str


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many resources of a type Config has found."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class ConfigFacts:
    """Config in one region. Rules and counts are None where nothing is recorded, so nothing was asked."""

    recorders: tuple[Recorder, ...]
    rules: tuple[ConfigRule, ...] | Unknown | None
    counts: tuple[KindCount, ...] | Unknown | None

    @property
    def is_complete(self) -> bool | Unknown:
        """Some recorder works and records every type there is."""
        states = [one.is_recording for one in self.recorders if one.records_all and not one.excluded_kinds]
        if True in states:
            return True
        return next((one for one in states if isinstance(one, Unknown)), False)
