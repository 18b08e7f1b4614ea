"""Several zones, or a question."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case, scope
from tests.scanners.store_builders import cache, cache_node, caches, cluster, databases, half, instance

CHECK = "multi_az_critical_stores"

CASES = {
    "several": case("pass pass pass", databases(instance(), cluster()), caches(cache())),
    "one zone": case("review", databases(instance(is_multi_az=False)), caches()),
    "one zone, not production": case(
        "not_applicable", databases(instance(is_multi_az=False)), caches(), scope=scope(is_production=False)
    ),
    "one zone, production": case(
        "review", databases(), caches(cache(is_multi_az=False)), scope=scope(is_production=True)
    ),
    "a cache on one node": case("review", databases(), caches(cache_node())),
    "a memcached cluster": case("not_applicable", databases(), caches(cache_node(engine="memcached"))),
    "members and replicas": case(
        "not_applicable",
        databases(instance(cluster="books"), instance("c", replica_of="app"), cluster(replica_of="x")),
        caches(),
    ),
    "one of each": case("pass review", databases(instance(), cluster(is_multi_az=False)), caches()),
    "nothing": case("not_applicable", databases(), caches()),
    "caches refused": case("pass unknown", databases(instance()), ElastiCacheFacts=DENIED),
    "refused": case("unknown", RdsFacts=DENIED),
    "one region refused": case("unknown", half(databases().by_region["eu-west-1"]), caches()),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
