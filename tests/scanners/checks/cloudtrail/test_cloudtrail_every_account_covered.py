"""An account nobody connected counts only under an organization trail."""

from __future__ import annotations

import pytest

from scanners.registry import OwnAccount
from tests.scanners.fact_builders import (
    DENIED,
    HERE,
    SIBLING,
    VENDOR,
    Case,
    account_facts,
    assert_case,
    case,
    org_facts,
    scope,
    trail,
    trails,
)

CHECK = "cloudtrail_every_account_covered"

ORG_TRAIL = trail(is_organization=True)
BOTH = scope(own_accounts=(OwnAccount(HERE, "production", True), OwnAccount(SIBLING)))
OUTSIDE = scope(own_accounts=(OwnAccount(HERE, "production", True), OwnAccount(VENDOR)))
CASES = {
    "both under an organization trail": case("pass pass", trails(ORG_TRAIL), org_facts(), scope=BOTH),
    "other account under nothing": case("pass unknown", trails(trail()), org_facts(), scope=BOTH),
    "other account not of this organization": case("pass review", trails(ORG_TRAIL), org_facts(), scope=OUTSIDE),
    "organization unread": case("pass review", trails(ORG_TRAIL), scope=BOTH, OrgFacts=DENIED),
    "accounts not declared": case("pass review", trails(trail())),
    "this one has none": case("fail unknown", trails(), scope=BOTH),
    "this one unread": case("review unknown", trails(trail(status=DENIED))),
    "denied": case("unknown", TrailFacts=DENIED),
    "suspended account": case("not_applicable", trails(), account_facts(state="SUSPENDED")),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
