"""Data stores of four services that have no servers to choose: Keyspaces, Aurora DSQL, DocumentDB elastic, OpenSearch.

Each of them encrypts at rest and accepts only TLS, whatever the customer does.
"""

from __future__ import annotations

from dataclasses import dataclass

from scanners.engine.facts.unknown import Unknown


@dataclass(frozen=True, slots=True)
class ServerlessStore:
    """A keyspace, a cluster or a collection.

    `backup_days` is the retention of automatic backups of a DocumentDB elastic cluster, None for the other services.
    """

    arn: str
    name: str
    backup_days: int | Unknown | None = None


@dataclass(frozen=True, slots=True)
class ServerlessStoreFacts:
    """The stores of one region, by service; handed over as `Regional[ServerlessStoreFacts]`."""

    keyspaces: tuple[ServerlessStore, ...] | Unknown
    dsql_clusters: tuple[ServerlessStore, ...] | Unknown
    elastic_clusters: tuple[ServerlessStore, ...] | Unknown
    collections: tuple[ServerlessStore, ...] | Unknown
