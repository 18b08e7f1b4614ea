"""An account nobody connected counts only under an organization trail."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanners.engine.scope import OwnAccount
from tests.scanners.fact_builders import (
    DENIED,
    HERE,
    SIBLING,
    VENDOR,
    Case,
    account_facts,
    ago,
    assert_case,
    case,
    org_account,
    org_facts,
    scope,
    trail,
    trail_status,
    trails,
)

CHECK = "cloudtrail_every_account_covered"

ORG_TRAIL = trail(is_organization=True)
BOTH = scope(own_accounts=(OwnAccount(HERE, "production", True), OwnAccount(SIBLING)))
OUTSIDE = scope(own_accounts=(OwnAccount(HERE, "production", True), OwnAccount(VENDOR)))
CASES = {
    "the other one is production and connected itself": case(
        "pass", trails(trail()), scope=scope(own_accounts=(OwnAccount(SIBLING, "production", is_connected=True),))
    ),
    "the other one is connected, but no answer counts it": case(
        "pass review", trails(trail()), scope=scope(own_accounts=(OwnAccount(SIBLING, "non_production", True),))
    ),
    "the other one is connected, under an organization trail": case(
        "pass pass", trails(ORG_TRAIL), org_facts(), scope=scope(own_accounts=(OwnAccount(SIBLING, "", True),))
    ),
    "both under an organization trail": case("pass pass", trails(ORG_TRAIL), org_facts(), scope=BOTH),
    "other account under nothing": case("pass unknown", trails(trail()), org_facts(), scope=BOTH),
    "other account not of this organization": case("pass review", trails(ORG_TRAIL), org_facts(), scope=OUTSIDE),
    "organization unread": case("pass review", trails(ORG_TRAIL), scope=BOTH, OrgFacts=DENIED),
    "accounts not declared": case("pass review", trails(trail())),
    "this one has none": case("fail unknown", trails(), scope=BOTH),
    "this one in one region only": case(
        "fail unknown",
        trails(trail("west", is_multi_region=False), replace(ORG_TRAIL, is_multi_region=False)),
        account_facts(),
        org_facts(accounts=(org_account(SIBLING),)),
        scope=BOTH,
    ),
    "regions unread": case("review unknown", trails(trail(is_multi_region=False)), AccountFacts=DENIED),
    "just started": case("review unknown", trails(trail(status=trail_status(started_at=ago(0.01))))),
    "this one unread": case("review unknown", trails(trail(status=DENIED))),
    "denied": case("unknown", TrailFacts=DENIED),
    "suspended account": case("not_applicable", trails(), account_facts(state="SUSPENDED")),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
