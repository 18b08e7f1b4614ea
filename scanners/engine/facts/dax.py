"""DAX clusters, the caches in front of DynamoDB."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DaxCluster:
    """One cluster."""

    arn: str
    is_encrypted: bool
    uses_tls: bool


@dataclass(frozen=True, slots=True)
class DaxFacts:
    """The clusters of one region; handed over as `Regional[DaxFacts]`."""

    clusters: tuple[DaxCluster, ...]
