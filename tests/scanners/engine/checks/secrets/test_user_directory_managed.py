"""Per pool."""

from __future__ import annotations

import pytest

from scanners.engine.facts.cognito import PoolPolicy
from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.watch_facts import pools, regional

CHECK = "user_directory_managed"
LONG, SHORT = PoolPolicy("OPTIONAL", 8), PoolPolicy("OFF", 6)

CASES = {
    "long passwords": case("pass", regional(pools(LONG), pools())),
    "short passwords": case("review", regional(pools(SHORT), pools())),
    "one of each": case("pass review", regional(pools(LONG, SHORT), pools())),
    "length not said": case("review", regional(pools(PoolPolicy("ON", 0)), pools())),
    "a pool unread": case("pass unknown", regional(pools(LONG, DENIED), pools())),
    "no pools": case("not_applicable", regional(pools())),
    "no pools, one region unread": case("unknown", regional(pools(), DENIED)),
    "denied": case("unknown", UserPoolFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
