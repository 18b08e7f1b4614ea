"""Caches of ElastiCache, DAX and MemoryDB."""

from __future__ import annotations

from scanners.engine.checks._by_region import Found, found
from scanners.engine.facts.dax import DaxCluster, DaxFacts
from scanners.engine.facts.elasticache import CacheCluster, ElastiCacheFacts, ReplicationGroup, ServerlessCache
from scanners.engine.facts.memorydb import MemoryDbCluster, MemoryDbFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown

Cache = ReplicationGroup | ServerlessCache | CacheCluster | DaxCluster | MemoryDbCluster


def all_caches(
    caches: Regional[ElastiCacheFacts], dax: Regional[DaxFacts] | Unknown, memory: Regional[MemoryDbFacts] | Unknown
) -> Found[Cache]:
    """All caches, with gaps."""
    stores = found(caches, lambda facts: facts.groups, lambda facts: facts.serverless, lambda facts: facts.clusters)
    return stores.plus(found(dax, lambda facts: facts.clusters)).plus(found(memory, lambda facts: facts.clusters))


def is_memcached(cache: Cache) -> bool:
    """True for Memcached, which stores no data at rest and has no snapshots."""
    return isinstance(cache, ServerlessCache | CacheCluster) and cache.engine == "memcached"


def named(cache: Cache) -> str:
    """The name of the cache in messages: the end of its ARN."""
    return f"Cache {cache.arn.rpartition(':')[2].rpartition('/')[2]}"
