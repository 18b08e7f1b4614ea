"""Macie in one region."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MacieFacts:
    """`status` is ENABLED, PAUSED, or empty where the service is off."""

    status: str

    @property
    def is_on(self) -> bool:
        """It works right now."""
        return self.status == "ENABLED"
