"""Critical data stores and load balancers span several Availability Zones."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import Found, found, judged
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review
from scanners.engine.facts.autoscaling import MachineGroup, MachineGroupFacts
from scanners.engine.facts.edge import ClassicBalancerFacts, LoadBalancer, LoadBalancerFacts
from scanners.engine.facts.elasticache import CacheCluster, ElastiCacheFacts, ReplicationGroup
from scanners.engine.facts.rds import DbCluster, DbInstance, RdsFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="multi_az_critical_stores",
    title="Multi-AZ for critical data stores",
    question="Do critical data stores and load balancers span two or more Availability Zones?",
    needs=(RdsFacts,),
    also=(ElastiCacheFacts, LoadBalancerFacts, ClassicBalancerFacts, MachineGroupFacts),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Turn on Multi-AZ, or document that a restore meets the recovery time objective (RTO).",
    cli="aws rds modify-db-instance --db-instance-identifier ... --multi-az --apply-immediately",
    console="RDS > Databases > the database > Modify > Availability & durability; "
    "EC2 > Auto Scaling groups > the group > Network.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html",
)
Store = DbInstance | DbCluster | ReplicationGroup | CacheCluster
Entry = LoadBalancer | MachineGroup


@check.judge
def judge(
    scope: Scope,
    rds: Regional[RdsFacts],
    caches: Regional[ElastiCacheFacts] | Unknown,
    balancers: Regional[LoadBalancerFacts] | Unknown,
    classics: Regional[ClassicBalancerFacts] | Unknown,
    groups: Regional[MachineGroupFacts] | Unknown,
) -> Iterator[Verdict]:
    """REVIEW at worst, because one Availability Zone does not fail the requirement. Cluster members are left out."""
    everything: Found[Store | Entry] = found(rds, lambda facts: facts.instances, lambda facts: facts.clusters)
    everything = everything.plus(found(caches, lambda facts: facts.groups, lambda facts: facts.clusters))
    everything = everything.plus(found(balancers, lambda facts: facts.balancers))
    everything = everything.plus(found(classics, lambda facts: facts.balancers))
    everything = everything.plus(found(groups, lambda facts: facts.groups))
    counted = tuple((region, one) for region, one in everything.items if _counts(one))
    yield from judged(
        scope,
        Found(counted, everything.gaps),
        lambda region, one: _judge(scope, region, one),
        reason="no_stores",
        message="The account has no databases, caches, internet-facing load balancers or Auto Scaling groups.",
    )


def _counts(one: Store | Entry) -> bool:
    """Stored facts of older versions have no zones of load balancers."""
    if isinstance(one, LoadBalancer):
        return one.is_public and one.kind != "gateway" and bool(one.zones)
    if isinstance(one, MachineGroup):
        return one.wanted > 0
    if isinstance(one, CacheCluster):
        return one.engine != "memcached"
    if isinstance(one, DbInstance) and one.cluster:
        return False
    return isinstance(one, ReplicationGroup) or not one.replica_of


def _judge(scope: Scope, region: str, one: Store | Entry) -> Verdict:
    name, seen = _named(one), {}
    if isinstance(one, Entry):
        is_wide, seen = len(one.zones) > 1, {"zones": sorted(one.zones)}
    else:
        is_wide = one.is_multi_az
    if is_wide:
        return passed(one.arn, f"{name} spans several Availability Zones.", region=region, **seen)
    if scope.is_production is False:
        return not_applicable(one.arn, "not_production", "The account is declared as non-production.", region=region)
    message = f"{name} is in one Availability Zone. Document that a restore meets the RTO."
    return review(one.arn, message, region=region, **seen)


def _named(one: Store | Entry) -> str:
    if isinstance(one, LoadBalancer):
        return f"Load balancer {one.name}"
    if isinstance(one, MachineGroup):
        return f"Auto Scaling group {one.name}"
    if isinstance(one, DbInstance | DbCluster):
        return f"Database {one.name}"
    return f"Cache {one.arn.rpartition(':')[2]}"
