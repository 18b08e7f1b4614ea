"""MemoryDB clusters."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MemoryDbCluster:
    """One cluster; always encrypted at rest."""

    arn: str
    uses_tls: bool
    snapshot_days: int
    is_multi_az: bool


@dataclass(frozen=True, slots=True)
class MemoryDbFacts:
    """The clusters of one region; handed over as `Regional[MemoryDbFacts]`."""

    clusters: tuple[MemoryDbCluster, ...]
