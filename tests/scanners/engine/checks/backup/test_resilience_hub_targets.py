"""Applications and the verdict on them."""

from __future__ import annotations

import pytest

from scanners.engine.facts.recovery import ResilienceHubFacts
from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.store_builders import app, half, here

CHECK = "resilience_hub_targets"


def apps(*some):
    return here(ResilienceHubFacts(some))


CASES = {
    "met": case("pass", apps(app())),
    "breached": case("review", apps(app(compliance="PolicyBreached"))),
    "not assessed": case("review", apps(app(compliance="NotAssessed"))),
    "one of each": case("pass review", apps(app(), app("b", "PolicyBreached"))),
    "none": case("not_applicable", apps()),
    "refused": case("unknown", ResilienceHubFacts=DENIED),
    "one region refused": case("pass unknown", half(ResilienceHubFacts((app(),)))),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
