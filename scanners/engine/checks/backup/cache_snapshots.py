"""ElastiCache and MemoryDB with primary data have automatic snapshots."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import in_days
from scanners.engine.checks._by_region import judged
from scanners.engine.checks._declared import declared_reproducible
from scanners.engine.checks.databases._caches import Cache, all_caches, is_memcached, named
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review
from scanners.engine.facts.dax import DaxCluster
from scanners.engine.facts.elasticache import ElastiCacheFacts
from scanners.engine.facts.memorydb import MemoryDbFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="cache_snapshots",
    title="Cache snapshots enabled",
    question="Do ElastiCache and MemoryDB clusters with primary data have automatic snapshots?",
    needs=(ElastiCacheFacts,),
    also=(MemoryDbFacts,),
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Set a snapshot retention period if the cache holds primary data.",
    cli="aws elasticache modify-replication-group --replication-group-id ... --snapshot-retention-limit 7",
    console="ElastiCache > the cache > Modify > Backup.",
    source="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups.html",
)


@check.judge
def judge(
    scope: Scope, caches: Regional[ElastiCacheFacts], memory: Regional[MemoryDbFacts] | Unknown
) -> Iterator[Verdict]:
    """Memcached has no snapshots and is left out."""
    stores = all_caches(caches, Regional({}), memory)
    message = "The account has no ElastiCache or MemoryDB clusters."
    yield from judged(
        scope, stores, lambda region, one: _judge(scope, region, one), reason="no_caches", message=message
    )


def _judge(scope: Scope, region: str, one: Cache) -> Verdict:
    if is_memcached(one):
        return not_applicable(one.arn, "memcached", "Memcached is only a cache.", region=region)
    days = 0 if isinstance(one, DaxCluster) else one.snapshot_days
    if days:
        return passed(one.arn, f"{named(one)} keeps snapshots for {in_days(days)}.", region=region, snapshot_days=days)
    message = f"{named(one)} has no automatic snapshots. Declare whether it is only a cache."
    return declared_reproducible(scope, region, one.arn, named(one)) or review(one.arn, message, region=region)
