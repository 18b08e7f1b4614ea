"""In transit."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.store_builders import (
    accelerator,
    accelerators,
    cache,
    cache_node,
    caches,
    declared,
    half,
    memories,
    memory,
    serverless_cache,
)

CHECK = "cache_tls"
PLAIN = cache(uses_tls=False, tls_mode="")
NONE = (accelerators(), memories())

CASES = {
    "encrypted": case(
        "pass pass pass pass", caches(cache(), serverless_cache()), accelerators(accelerator()), memories(memory())
    ),
    "plain": case("review", caches(PLAIN), *NONE),
    "plain and sensitive": case("fail", caches(PLAIN), *NONE, scope=declared(PLAIN.arn, is_sensitive=True)),
    "plain, nothing sensitive": case(
        "not_applicable", caches(PLAIN), *NONE, scope=declared(PLAIN.arn, is_sensitive=False)
    ),
    "either way": case("review", caches(cache(tls_mode="preferred")), *NONE),
    "a memcached cluster": case("review", caches(cache_node(engine="memcached", uses_tls=False)), *NONE),
    "a cluster outside of groups": case("pass", caches(cache_node()), *NONE),
    "a cluster outside of groups, either way": case("review", caches(cache_node(tls_mode="preferred")), *NONE),
    "plain MemoryDB": case("review", caches(), accelerators(), memories(memory(uses_tls=False))),
    "plain DAX": case("review", caches(), accelerators(accelerator(uses_tls=False)), memories()),
    "one of each": case("pass review", caches(PLAIN, cache("b")), *NONE),
    "nothing": case("not_applicable", caches(), *NONE),
    "MemoryDB refused": case("pass unknown", caches(cache()), accelerators(), MemoryDbFacts=DENIED),
    "refused": case("unknown", ElastiCacheFacts=DENIED),
    "one region refused": case("unknown", half(caches().by_region["eu-west-1"]), *NONE),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
