"""At rest, as far as it is kept."""

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

CHECK = "cache_encrypted"
PLAIN = cache(is_encrypted=False)
NONE = (accelerators(), memories())

CASES = {
    "encrypted": case(
        "pass pass pass pass", caches(cache(), serverless_cache()), accelerators(accelerator()), memories(memory())
    ),
    "plain, not classified": case("fail", caches(PLAIN), *NONE),
    "plain and sensitive": case("fail", caches(PLAIN), *NONE, scope=declared(PLAIN.arn, is_sensitive=True)),
    "plain, nothing sensitive": case(
        "not_applicable", caches(PLAIN), *NONE, scope=declared(PLAIN.arn, is_sensitive=False)
    ),
    "plain DAX, not classified": case("fail", caches(), accelerators(accelerator(is_encrypted=False)), memories()),
    "plain DAX, nothing sensitive": case(
        "not_applicable",
        caches(),
        accelerators(accelerator(is_encrypted=False)),
        memories(),
        scope=declared(accelerator().arn, is_sensitive=False),
    ),
    "memcached": case("not_applicable", caches(serverless_cache("memcached")), *NONE),
    "a memcached cluster": case("not_applicable", caches(cache_node(engine="memcached", is_encrypted=False)), *NONE),
    "a cluster outside of groups": case("pass", caches(cache_node()), *NONE),
    "a plain cluster outside of groups": case("fail", caches(cache_node(is_encrypted=False)), *NONE),
    "clusters refused": case("pass unknown", caches(cache(), clusters=DENIED), *NONE),
    "one of each": case("fail pass", caches(PLAIN, cache("b")), *NONE),
    "nothing": case("not_applicable", caches(), *NONE),
    "DAX refused": case("pass unknown", caches(cache()), memories(), DaxFacts=DENIED),
    "refused": case("unknown", ElastiCacheFacts=DENIED),
    "one region refused": case("unknown", half(caches().by_region["eu-west-1"]), *NONE),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
