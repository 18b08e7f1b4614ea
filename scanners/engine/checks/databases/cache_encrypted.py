"""Caches are encrypted at rest."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import judged
from scanners.engine.checks._encryption import judge_encryption
from scanners.engine.checks.databases._caches import Cache, all_caches, is_memcached, named
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable
from scanners.engine.facts.dax import DaxFacts
from scanners.engine.facts.elasticache import ElastiCacheFacts, ServerlessCache
from scanners.engine.facts.memorydb import MemoryDbCluster, MemoryDbFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="cache_encrypted",
    title="Caches encrypted at rest",
    question="Are Redis, Valkey, MemoryDB and DAX clusters encrypted at rest?",
    needs=(ElastiCacheFacts,),
    also=(DaxFacts, MemoryDbFacts),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Create a new cache with encryption at rest, and migrate to it.",
    cli="aws elasticache create-replication-group --at-rest-encryption-enabled",
    console="ElastiCache > Create cache > Security > Encryption at rest.",
    source="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html",
)


@check.judge
def judge(
    scope: Scope,
    caches: Regional[ElastiCacheFacts],
    dax: Regional[DaxFacts] | Unknown,
    memory: Regional[MemoryDbFacts] | Unknown,
) -> Iterator[Verdict]:
    """PASS for serverless caches and MemoryDB, which are always encrypted."""
    stores = all_caches(caches, dax, memory)
    message = "The account has no caches that store data at rest."
    yield from judged(
        scope, stores, lambda region, one: _judge(scope, region, one), reason="no_caches", message=message
    )


def _judge(scope: Scope, region: str, one: Cache) -> Verdict:
    if is_memcached(one):
        return not_applicable(one.arn, "memcached", "Memcached stores no data at rest.", region=region)
    is_encrypted = True if isinstance(one, ServerlessCache | MemoryDbCluster) else one.is_encrypted
    return judge_encryption(scope, region, one.arn, named(one), is_encrypted=is_encrypted)
