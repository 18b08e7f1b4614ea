"""Database instances and clusters of the RDS interface, which also lists Neptune and DocumentDB."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scanners.engine.facts.unknown import Unknown


@dataclass(frozen=True, slots=True)
class DbInstance:
    """One instance. `cluster` is empty for a standalone one, `replica_of` holds the source's name or ARN."""

    arn: str
    name: str
    engine: str
    status: str
    cluster: str
    replica_of: str
    retention_days: int
    restorable_until: datetime | None
    is_multi_az: bool
    is_encrypted: bool
    encryption: str
    key: str
    is_public: bool
    has_managed_secret: bool
    log_exports: tuple[str, ...]
    parameter_groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DbCluster:
    """One cluster. `replica_of` names the source of a replica or of a global database's secondary.

    `members` are the names of its instances.
    """

    arn: str
    name: str
    engine: str
    status: str
    replica_of: str
    retention_days: int
    restorable_until: datetime | None
    is_multi_az: bool
    members: tuple[str, ...]
    is_encrypted: bool
    encryption: str
    key: str
    has_managed_secret: bool
    log_exports: tuple[str, ...]
    parameter_group: str


@dataclass(frozen=True, slots=True)
class RdsFacts:
    """The databases of one region; handed over as `Regional[RdsFacts]`."""

    instances: tuple[DbInstance, ...] | Unknown
    clusters: tuple[DbCluster, ...] | Unknown
