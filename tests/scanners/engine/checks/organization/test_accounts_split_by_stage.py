"""Declared stages, held against the organization's list."""

from __future__ import annotations

import pytest

from scanners.engine.scope import OwnAccount
from tests.scanners.fact_builders import (
    DENIED,
    HERE,
    LOGS,
    MEMBER,
    SIBLING,
    STANDALONE,
    Case,
    assert_case,
    case,
    org_account,
    org_facts,
    scope,
)

CHECK = "accounts_split_by_stage"
PROD, TEST = OwnAccount(HERE, "production"), OwnAccount(SIBLING, "non_production")
ARCHIVE = OwnAccount(LOGS, "log_archive")
SPLIT = scope(own_accounts=(PROD, TEST))
GONE = org_facts(accounts=(org_account(HERE), org_account(SIBLING, "SUSPENDED")))
THIRD = org_facts(accounts=(org_account(HERE), org_account(SIBLING), org_account(LOGS)))

CASES = {
    "apart, and both in the list": case("pass", org_facts(), scope=SPLIT),
    "apart, as far as declared": case("review", STANDALONE, scope=SPLIT),
    "apart, in a plain member": case("review", MEMBER, scope=SPLIT),
    "one account for both": case(
        "fail", org_facts(), scope=scope(own_accounts=(PROD, OwnAccount(HERE, "non_production")))
    ),
    "two of three accounts for both": case(
        "fail", org_facts(), scope=scope(own_accounts=(PROD, TEST, OwnAccount(SIBLING, "production")))
    ),
    "nothing declared": case("unknown", org_facts()),
    "only other stages": case("unknown", org_facts(), scope=scope(own_accounts=(TEST,))),
    "only production": case("review", org_facts(), scope=scope(own_accounts=(PROD,))),
    "production and a log archive": case("review", THIRD, scope=scope(own_accounts=(PROD, ARCHIVE))),
    "apart, and a log archive besides": case("pass", THIRD, scope=scope(own_accounts=(PROD, TEST, ARCHIVE))),
    "only production, as declared": case(
        "not_applicable", STANDALONE, scope=scope(own_accounts=(PROD,), has_no_other_stage=True)
    ),
    "only production, as declared and listed": case(
        "not_applicable", GONE, scope=scope(own_accounts=(PROD,), has_no_other_stage=True)
    ),
    "only production, as declared, beside an account nobody named": case(
        "unknown", org_facts(), scope=scope(own_accounts=(PROD,), has_no_other_stage=True)
    ),
    "an account nobody named": case("unknown", THIRD, scope=SPLIT),
    "the other account is closed": case("review", GONE, scope=SPLIT),
    "list refused": case("unknown", org_facts(accounts=DENIED), scope=SPLIT),
    "denied": case("unknown", scope=SPLIT, OrgFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
