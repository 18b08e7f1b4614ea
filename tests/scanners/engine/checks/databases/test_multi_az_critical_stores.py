"""Several zones, or a question."""

from __future__ import annotations

from typing import Any

import pytest

from scanners.engine.facts.autoscaling import MachineGroup, MachineGroupFacts
from scanners.engine.facts.regional import Regional
from tests.scanners.fact_builders import DENIED, Case, assert_case, case, scope
from tests.scanners.store_builders import arn, cache, cache_node, caches, cluster, databases, half, here, instance
from tests.scanners.watch_facts import balancer, balancers, classics, regional

CHECK = "multi_az_critical_stores"


def groups(*some: MachineGroup) -> Regional[Any]:
    return here(MachineGroupFacts(some))


def group(*zones: str, wanted: int = 2) -> MachineGroup:
    return MachineGroup(arn("autoscaling", f"group:{len(zones)}"), "web", zones, wanted)


def entries(*some: Any, machines: tuple[MachineGroup, ...] = (), old: tuple[Any, ...] = ()) -> tuple[Any, ...]:
    return regional(balancers(*some), balancers()), regional(classics(*old), classics()), groups(*machines)


ENTRY = entries()


def stores(expected: str, *facts: Any, **more: Any) -> Case:
    return case(expected, *facts, *ENTRY, **more)


def doors(expected: str, *facts: Any) -> Case:
    return case(expected, databases(), caches(), *facts)


WIDE, NARROW = ("a", "b"), ("a",)
CASES = {
    "several": stores("pass pass pass", databases(instance(), cluster()), caches(cache())),
    "one zone": stores("review", databases(instance(is_multi_az=False)), caches()),
    "one zone, non-production": stores(
        "not_applicable", databases(instance(is_multi_az=False)), caches(), scope=scope(is_production=False)
    ),
    "one zone, production": stores(
        "review", databases(), caches(cache(is_multi_az=False)), scope=scope(is_production=True)
    ),
    "a cache on one node": stores("review", databases(), caches(cache_node())),
    "a memcached cluster": stores("not_applicable", databases(), caches(cache_node(engine="memcached"))),
    "members and replicas": stores(
        "not_applicable",
        databases(instance(cluster="books"), instance("c", replica_of="app"), cluster(replica_of="x")),
        caches(),
    ),
    "one of each": stores("pass review", databases(instance(), cluster(is_multi_az=False)), caches()),
    "a wide entry": doors("pass", *entries(balancer(zones=WIDE))),
    "a narrow entry": doors("review", *entries(balancer(kind="network", zones=NARROW))),
    "a narrow classic entry": doors("review", *entries(old=(balancer(kind="classic", zones=NARROW),))),
    "a narrow door inside": doors("not_applicable", *entries(balancer(is_public=False, zones=NARROW))),
    "an entry of an older scan": doors("not_applicable", *entries(balancer())),
    "groups of machines": doors("pass review", *entries(machines=(group(*WIDE), group(*NARROW)))),
    "a group without machines": doors("not_applicable", *entries(machines=(group(*NARROW, wanted=0),))),
    "nothing": stores("not_applicable", databases(), caches()),
    "caches refused": case("pass unknown", databases(instance()), *ENTRY, ElastiCacheFacts=DENIED),
    "groups refused": case("pass unknown", databases(instance()), caches(), *ENTRY[:2], MachineGroupFacts=DENIED),
    "refused": case("unknown", RdsFacts=DENIED),
    "one region refused": stores("unknown", half(databases().by_region["eu-west-1"]), caches()),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
