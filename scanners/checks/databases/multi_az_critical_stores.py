"""A store in one zone comes back only as fast as it can be restored elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.checks._by_region import Found, found, judged
from scanners.facts.elasticache import ElastiCacheFacts, ReplicationGroup
from scanners.facts.rds import DbCluster, DbInstance, RdsFacts
from scanners.facts.regional import Regional
from scanners.facts.unknown import Unknown
from scanners.registry import Check, Scope
from scanners.verdicts import Severity, Verdict, Weight, not_applicable, passed, review

check = Check(
    id="multi_az_critical_stores",
    title="Stores span several zones",
    question="Do critical data stores and entry points span two or more Availability Zones?",
    needs=(RdsFacts,),
    also=(ElastiCacheFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Run the store in several zones, or show that restoring it meets the recovery time objective.",
    cli="aws rds modify-db-instance --db-instance-identifier ... --multi-az --apply-immediately",
    console="RDS > Databases > the database > Modify > Availability & durability.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html",
)
Store = DbInstance | DbCluster | ReplicationGroup


@check.judge
def judge(scope: Scope, rds: Regional[RdsFacts], caches: Regional[ElastiCacheFacts] | Unknown) -> Iterator[Verdict]:
    """Members of clusters and replicas are not counted by themselves. No rule of the review is broken by one zone."""
    stores: Found[Store] = found(rds, lambda facts: facts.instances)
    stores = stores.plus(found(rds, lambda facts: facts.clusters))
    stores = stores.plus(found(caches, lambda facts: facts.groups))
    counted = tuple((region, one) for region, one in stores.items if not _follows(one))
    yield from judged(
        scope,
        Found(counted, stores.gaps),
        lambda region, one: _judge(scope, region, one),
        reason="no_stores",
        message="There are no databases or caches to judge.",
    )


def _follows(one: Store) -> bool:
    if isinstance(one, ReplicationGroup):
        return False
    return bool(one.replica_of) or (isinstance(one, DbInstance) and bool(one.cluster))


def _judge(scope: Scope, region: str, one: Store) -> Verdict:
    if one.is_multi_az:
        return passed(one.arn, "The store spans several zones.", region=region)
    if scope.is_production is False:
        return not_applicable(one.arn, "not_production", "The account is not a production account.", region=region)
    message = "The store runs in one zone, so its recovery time rests on restoring it."
    return review(one.arn, message, region=region)
