"""Caches encrypt data in transit."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import judged
from scanners.engine.checks._encryption import judge_if_sensitive
from scanners.engine.checks.databases._caches import Cache, all_caches, named
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, review
from scanners.engine.facts.dax import DaxFacts
from scanners.engine.facts.elasticache import CacheCluster, ElastiCacheFacts, ReplicationGroup, ServerlessCache
from scanners.engine.facts.memorydb import MemoryDbFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="cache_tls",
    title="Caches encrypted in transit",
    question="Do caches require encryption in transit?",
    needs=(ElastiCacheFacts,),
    also=(DaxFacts, MemoryDbFacts),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Turn on encryption in transit: set the mode to preferred, move all clients to TLS, then set it to required.",
    cli="aws elasticache modify-replication-group --replication-group-id ... --transit-encryption-enabled "
    "--transit-encryption-mode required",
    console="ElastiCache > the cache > Modify > Security > Encryption in transit.",
    source="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html",
)


@check.judge
def judge(
    scope: Scope,
    caches: Regional[ElastiCacheFacts],
    dax: Regional[DaxFacts] | Unknown,
    memory: Regional[MemoryDbFacts] | Unknown,
) -> Iterator[Verdict]:
    """REVIEW for caches that are not classified, because their traffic stays in the VPC."""
    stores = all_caches(caches, dax, memory)
    yield from judged(
        scope,
        stores,
        lambda region, one: _judge(scope, region, one),
        reason="no_caches",
        message="The account has no caches.",
    )


def _judge(scope: Scope, region: str, one: Cache) -> Verdict:
    if isinstance(one, ReplicationGroup | CacheCluster) and one.uses_tls and one.tls_mode == "preferred":
        message = f"{named(one)} supports encryption in transit but also accepts unencrypted connections."
        return review(one.arn, message, region=region, mode=one.tls_mode)
    is_good = True if isinstance(one, ServerlessCache) else one.uses_tls
    good, bad = f"{named(one)} encrypts data in transit.", f"{named(one)} does not encrypt data in transit."
    return judge_if_sensitive(scope, region, one.arn, is_good=is_good, good=good, bad=bad)
