"""ElastiCache: replication groups, serverless caches, and clusters that belong to no group."""

from __future__ import annotations

from dataclasses import dataclass

from scanners.engine.facts.unknown import Unknown


@dataclass(frozen=True, slots=True)
class ReplicationGroup:
    """A Redis OSS or Valkey store; `tls_mode` is AWS's word or empty."""

    arn: str
    engine: str
    is_encrypted: bool
    uses_tls: bool
    tls_mode: str
    snapshot_days: int
    is_multi_az: bool


@dataclass(frozen=True, slots=True)
class ServerlessCache:
    """A serverless cache: encrypted at rest and in transit, in several zones, always."""

    arn: str
    engine: str
    snapshot_days: int


@dataclass(frozen=True, slots=True)
class CacheCluster:
    """A cluster outside of groups: Memcached, or Redis OSS and Valkey on one node, which is in one zone then."""

    arn: str
    engine: str
    is_encrypted: bool
    uses_tls: bool
    tls_mode: str
    snapshot_days: int
    is_multi_az: bool = False


@dataclass(frozen=True, slots=True)
class ElastiCacheFacts:
    """The caches of one region; handed over as `Regional[ElastiCacheFacts]`."""

    groups: tuple[ReplicationGroup, ...] | Unknown
    serverless: tuple[ServerlessCache, ...] | Unknown
    clusters: tuple[CacheCluster, ...] | Unknown
