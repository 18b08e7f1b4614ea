"""A store in memory that is nobody's copy needs snapshots."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.checks._by_region import found, judged
from scanners.facts.elasticache import ElastiCacheFacts, ReplicationGroup, ServerlessCache
from scanners.facts.memorydb import MemoryDbCluster, MemoryDbFacts
from scanners.facts.regional import Regional
from scanners.facts.unknown import Unknown
from scanners.registry import Check, Scope
from scanners.verdicts import Severity, Verdict, Weight, not_applicable, passed, review

check = Check(
    id="cache_snapshots",
    title="Stores in memory take snapshots",
    question="Do ElastiCache and MemoryDB stores that hold primary data take snapshots?",
    needs=(ElastiCacheFacts,),
    also=(MemoryDbFacts,),
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Set a snapshot retention where the store holds data that exists nowhere else.",
    cli="aws elasticache modify-replication-group --replication-group-id ... --snapshot-retention-limit 7",
    console="ElastiCache > the cache > Modify > Backup.",
    source="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups.html",
)
Store = ReplicationGroup | ServerlessCache | MemoryDbCluster


@check.judge
def judge(
    scope: Scope, caches: Regional[ElastiCacheFacts], memory: Regional[MemoryDbFacts] | Unknown
) -> Iterator[Verdict]:
    """Memcached takes no snapshots; it is nothing but a cache."""
    stores = found(caches, lambda facts: facts.groups).plus(found(caches, lambda facts: facts.serverless))
    stores = stores.plus(found(memory, lambda facts: facts.clusters))
    message = "There are no stores in memory."
    yield from judged(
        scope, stores, lambda region, one: _judge(scope, region, one), reason="no_caches", message=message
    )


def _judge(scope: Scope, region: str, one: Store) -> Verdict:
    if isinstance(one, ServerlessCache) and one.engine == "memcached":
        return not_applicable(one.arn, "memcached", "Memcached is nothing but a cache.", region=region)
    if one.snapshot_days:
        message = f"Snapshots are kept for {one.snapshot_days} days."
        return passed(one.arn, message, region=region, snapshot_days=one.snapshot_days)
    if scope.store(one.arn).role == "cache":
        return not_applicable(one.arn, "declared_reproducible", "The store is declared a cache.", region=region)
    return review(one.arn, "The store takes no snapshots; say whether it is only a cache.", region=region)
