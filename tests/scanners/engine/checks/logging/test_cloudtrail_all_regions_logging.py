"""What is certain decides; what is unread never passes."""

from __future__ import annotations

import pytest

from scanners.engine.facts import cloudtrail
from tests.scanners.fact_builders import (
    DENIED,
    HERE,
    MEMBER,
    SIBLING,
    Case,
    account_facts,
    ago,
    assert_case,
    case,
    judge,
    org_account,
    org_facts,
    trail,
    trail_status,
    trails,
)

CHECK = "cloudtrail_all_regions_logging"

HOME = account_facts()
STOPPED = trail(status=trail_status(is_logging=False))
HALF = cloudtrail.TrailSelectors((cloudtrail.EventSelector("WriteOnly", True, (), ()),))
READS = cloudtrail.TrailSelectors((cloudtrail.EventSelector("ReadOnly", True, (), ()),))
NO_KMS = cloudtrail.TrailSelectors((cloudtrail.EventSelector("All", True, ("kms.amazonaws.com",), ()),))


def advanced(*fields: tuple[str, str, str]) -> cloudtrail.TrailSelectors:
    parts = tuple(cloudtrail.FieldSelector(name, operator, (value,)) for name, operator, value in fields)
    return cloudtrail.TrailSelectors(advanced=(cloudtrail.AdvancedSelector(parts),))


MANAGEMENT = ("eventCategory", "Equals", "Management")
WEST = trail("west", is_multi_region=False)
EAST = trail("east", is_multi_region=False, home_region="us-east-1")
CASES = {
    "one trail of all regions": case("pass", trails(trail()), HOME),
    "one trail, regions unread": case("pass", trails(trail()), AccountFacts=DENIED),
    "a stopped one beside it": case("pass", trails(trail(), STOPPED), HOME),
    "region by region": case("pass pass", trails(WEST, EAST), HOME),
    "a region left out": case("fail", trails(WEST), HOME),
    "region by region, regions unread": case("unknown", trails(WEST, EAST), AccountFacts=DENIED),
    "region by region, regions empty": case("unknown", trails(WEST), account_facts(enabled_regions=())),
    "no global events": case("fail", trails(trail(includes_global_events=False)), HOME),
    "none": case("fail", trails(), HOME),
    "stopped": case("fail", trails(STOPPED), HOME),
    "only writing": case("fail", trails(trail(selectors=HALF)), HOME),
    "writing and reading apart": case(
        "pass pass", trails(trail(selectors=HALF), trail("reads", selectors=READS)), HOME
    ),
    "sources left out": case("review", trails(trail(selectors=NO_KMS)), HOME),
    "advanced, everything": case("pass", trails(trail(selectors=advanced(MANAGEMENT))), HOME),
    "advanced, only reading": case(
        "fail", trails(trail(selectors=advanced(MANAGEMENT, ("readOnly", "Equals", "true")))), HOME
    ),
    "advanced, all but reading": case(
        "fail", trails(trail(selectors=advanced(MANAGEMENT, ("readOnly", "NotEquals", "true")))), HOME
    ),
    "advanced, an odd condition on reading": case(
        "fail", trails(trail(selectors=advanced(MANAGEMENT, ("readOnly", "StartsWith", "t")))), HOME
    ),
    "advanced, sources left out": case(
        "review", trails(trail(selectors=advanced(MANAGEMENT, ("eventSource", "NotEquals", "kms")))), HOME
    ),
    "advanced, chosen events": case(
        "fail", trails(trail(selectors=advanced(MANAGEMENT, ("eventName", "Equals", "RunInstances")))), HOME
    ),
    "advanced, data only": case("fail", trails(trail(selectors=advanced(("eventCategory", "Equals", "Data")))), HOME),
    "selectors refused": case("unknown", trails(trail(selectors=DENIED)), HOME),
    "status refused": case("unknown", trails(trail(status=DENIED)), HOME),
    "status refused but it could not cover anyway": case("fail", trails(trail(status=DENIED, selectors=HALF)), HOME),
    "just started": case("unknown", trails(trail(status=trail_status(started_at=ago(0.01)))), HOME),
    "joined the organization today": case(
        "review",
        trails(trail(owner=SIBLING, is_organization=True)),
        HOME,
        org_facts(accounts=(org_account(HERE, joined_at=ago(0.5)),)),
    ),
    "organization trail": case("pass", trails(trail(owner=SIBLING, is_organization=True)), HOME, MEMBER),
    "denied": case("unknown", HOME, TrailFacts=DENIED),
    "suspended account": case("not_applicable", trails(), account_facts(state="SUSPENDED")),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)


def test_the_uncovered_region_is_named() -> None:
    (verdict,) = judge(CHECK, trails(WEST), HOME)

    assert verdict.evidence["regions"] == ["us-east-1"]
