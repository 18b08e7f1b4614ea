"""Redshift clusters."""

from __future__ import annotations

from dataclasses import dataclass

from scanners.engine.facts.unknown import Unknown


@dataclass(frozen=True, slots=True)
class WarehouseCluster:
    """One provisioned cluster."""

    arn: str
    name: str
    is_encrypted: bool
    key: str
    snapshot_days: int
    is_public: bool
    is_multi_az: bool
    parameter_groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServerlessWarehouse:
    """One serverless namespace; always encrypted, with recovery points of 24 hours."""

    arn: str
    name: str
    key: str


@dataclass(frozen=True, slots=True)
class RedshiftFacts:
    """The warehouses of one region; handed over as `Regional[RedshiftFacts]`."""

    clusters: tuple[WarehouseCluster, ...] | Unknown
    namespaces: tuple[ServerlessWarehouse, ...] | Unknown
