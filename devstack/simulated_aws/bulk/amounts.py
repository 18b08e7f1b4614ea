"""How much of everything an account holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Amounts:
    """Numbers for the whole account; what lives in a region is spread over `regions` in turn."""

    regions: tuple[str, ...]
    users: int
    groups: int
    roles: int
    policies: int
    buckets: int
    trails: int
    databases: int
    tables: int
    volumes: int
    instances: int
    functions: int

    def region_of(self, number: int) -> str:
        """Where the thing of this number lives."""
        return self.regions[number % len(self.regions)]
