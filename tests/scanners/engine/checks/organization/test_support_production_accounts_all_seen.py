"""A production account that is not connected is a gap, not a failure."""

from __future__ import annotations

import pytest

from scanners.engine.scope import OwnAccount
from tests.scanners.fact_builders import (
    DENIED,
    HERE,
    SIBLING,
    STANDALONE,
    Case,
    assert_case,
    case,
    org_account,
    org_facts,
    scope,
)

CHECK = "support_production_accounts_all_seen"

DONE = (OwnAccount(HERE, "production", True), OwnAccount(SIBLING, "non_production", False))
CASES = {
    "all connected and classified": case("pass", org_facts(), scope=scope(own_accounts=DONE)),
    "nothing declared": case("review", org_facts()),
    "one not connected": case("unknown", STANDALONE, scope=scope(own_accounts=(OwnAccount(HERE, "production"),))),
    "an account nobody named": case("pass review", org_facts(), scope=scope(own_accounts=DONE[:1])),
    "a closed account needs no class": case(
        "pass",
        org_facts(accounts=(org_account(HERE), org_account(SIBLING, "SUSPENDED"))),
        scope=scope(own_accounts=DONE[:1]),
    ),
    "no production account": case(
        "review", STANDALONE, scope=scope(own_accounts=(OwnAccount(HERE, "non_production"),))
    ),
    "list refused": case("pass unknown", org_facts(accounts=DENIED), scope=scope(own_accounts=DONE)),
    "organization unread": case("unknown", OrgFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
