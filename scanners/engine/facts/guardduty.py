"""GuardDuty in one region."""

from __future__ import annotations

from dataclasses import dataclass

from scanners.engine.facts.unknown import Unknown


@dataclass(frozen=True, slots=True)
class Detector:
    """One detector; a member account's own detector counts like any other. `status` is ENABLED or DISABLED."""

    id: str
    status: str | Unknown


@dataclass(frozen=True, slots=True)
class GuardDutyFacts:
    """The detectors of one region; AWS allows one, and none means that the service is off."""

    detectors: tuple[Detector, ...]

    @property
    def is_on(self) -> bool | Unknown:
        """Some detector works; Unknown where only an unread one could."""
        if any(one.status == "ENABLED" for one in self.detectors):
            return True
        return next((one.status for one in self.detectors if isinstance(one.status, Unknown)), False)
