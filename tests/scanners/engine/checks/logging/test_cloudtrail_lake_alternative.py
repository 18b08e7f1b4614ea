"""A store is only asked about where no trail qualifies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanners.engine.facts import cloudtrail
from scanners.engine.facts.regional import Regional
from tests.scanners.fact_builders import DENIED, SCOPE, Case, account_facts, assert_case, case, trail, trails

CHECK = "cloudtrail_lake_alternative"

EVERYTHING = (cloudtrail.AdvancedSelector((cloudtrail.FieldSelector("eventCategory", "Equals", ("Management",)),)),)
STORE = cloudtrail.EventDataStore("arn:eds", "lake", "ENABLED", True, False, 365, True, EVERYTHING)


def lake(*stores: object) -> Regional[cloudtrail.LakeFacts]:
    return Regional({"eu-west-1": cloudtrail.LakeFacts(stores)})  # type: ignore[arg-type]


def found(expected: str, *stores: object) -> Case:
    return Case(expected, (trails(), lake(*stores)), SCOPE, {})


CASES = {
    "a trail qualifies": case("not_applicable", trails(trail())),
    "a trail of one region does not": case("review", trails(trail(is_multi_region=False)), account_facts(), lake()),
    "a good store": found("review", STORE),
    "no store": found("review"),
    "a store that can be removed": found("review", replace(STORE, is_termination_protected=False)),
    "a store that could not be read": found("unknown", DENIED),
    "a good one and an unread one": found("review", STORE, DENIED),
    "lake unread": case("unknown", trails(), LakeFacts=DENIED),
    "trails unread": case("unknown", TrailFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
