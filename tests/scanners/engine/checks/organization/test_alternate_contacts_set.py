"""A refused contact is unknown, a missing one depends on who speaks for the account."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import (
    DENIED,
    MEMBER,
    STANDALONE,
    Case,
    account_facts,
    assert_case,
    case,
    judge,
    org_facts,
    scope,
)

CHECK = "alternate_contacts_set"

GAP = account_facts(security_contact=None)
CASES = {
    "all set": case("pass pass pass", account_facts(), STANDALONE),
    "one missing, standalone": case("fail pass pass", GAP, STANDALONE),
    "one missing, management": case("fail pass pass", GAP, org_facts()),
    "one missing, member": case("pass pass review", GAP, MEMBER),
    "one missing, management account has it": case(
        "not_applicable pass pass", GAP, MEMBER, scope=scope(has_management_contacts=True)
    ),
    "one missing, organization unread": case("pass pass review", GAP, OrgFacts=DENIED),
    "one refused": case("pass pass unknown", account_facts(billing_contact=DENIED), STANDALONE),
    "a missing and a refused one": case(
        "fail pass unknown", account_facts(billing_contact=DENIED, security_contact=None), STANDALONE
    ),
    "denied": case("unknown", AccountFacts=DENIED),
    "suspended account": case("not_applicable", account_facts(state="SUSPENDED", security_contact=None)),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)


def test_no_address_is_told() -> None:
    for verdict in judge(CHECK, account_facts(), STANDALONE):
        assert dict(verdict.evidence) == {"domain": "acme.example", "masked": "x***"}
