"""Every kind of cache that holds data, as the checks walk over them."""

from __future__ import annotations

from scanners.checks._by_region import Found, found
from scanners.facts.dax import DaxCluster, DaxFacts
from scanners.facts.elasticache import ElastiCacheFacts, ReplicationGroup, ServerlessCache
from scanners.facts.memorydb import MemoryDbCluster, MemoryDbFacts
from scanners.facts.regional import Regional
from scanners.facts.unknown import Unknown

Cache = ReplicationGroup | ServerlessCache | DaxCluster | MemoryDbCluster


def all_caches(
    caches: Regional[ElastiCacheFacts],
    dax: Regional[DaxFacts] | Unknown,
    memory: Regional[MemoryDbFacts] | Unknown,
) -> Found[Cache]:
    """ElastiCache groups and serverless caches, DAX and MemoryDB clusters, with what could not be read."""
    stores = found(caches, lambda facts: facts.groups).plus(found(caches, lambda facts: facts.serverless))
    return stores.plus(found(dax, lambda facts: facts.clusters)).plus(found(memory, lambda facts: facts.clusters))
