"""Snapshots, or a word that it is a cache."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.store_builders import cache, cache_node, caches, declared, half, memories, memory, serverless_cache

CHECK = "cache_snapshots"
BARE = cache(snapshot_days=0)

CASES = {
    "kept": case("pass pass pass", caches(cache(), serverless_cache()), memories(memory())),
    "none": case("review", caches(BARE), memories()),
    "none in MemoryDB": case("review", caches(), memories(memory(snapshot_days=0))),
    "none, declared a cache": case("not_applicable", caches(BARE), memories(), scope=declared(BARE.arn, role="cache")),
    "memcached": case("not_applicable", caches(serverless_cache("memcached", 0)), memories()),
    "none, declared a replica": case(
        "not_applicable", caches(BARE), memories(), scope=declared(BARE.arn, role="replica")
    ),
    "a memcached cluster": case("not_applicable", caches(cache_node(engine="memcached", snapshot_days=0)), memories()),
    "a cluster outside of groups": case(
        "pass review", caches(cache_node(), cache_node("m", snapshot_days=0)), memories()
    ),
    "one of each": case("pass review", caches(BARE, cache("b")), memories()),
    "nothing": case("not_applicable", caches(), memories()),
    "MemoryDB refused": case("pass unknown", caches(cache()), MemoryDbFacts=DENIED),
    "groups refused": case("unknown", caches(groups=DENIED), memories()),
    "refused": case("unknown", ElastiCacheFacts=DENIED),
    "one region refused": case("pass unknown", half(caches(cache()).by_region["eu-west-1"]), memories()),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
