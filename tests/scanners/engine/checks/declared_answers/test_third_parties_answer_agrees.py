"""A no to third parties, held against the roles."""

from __future__ import annotations

import pytest

from scanners.engine.scope import OwnAccount
from tests.scanners.fact_builders import (
    BROKEN,
    DENIED,
    SIBLING,
    VENDOR,
    Case,
    assert_case,
    case,
    details,
    org_facts,
    role,
    scope,
    trusts,
)

CHECK = "third_parties_answer_agrees"
NO = scope(has_third_parties=False)
TO_VENDOR = details(role(trust=trusts({"AWS": VENDOR})))
IN_ORG = {"Condition": {"StringEquals": {"aws:PrincipalOrgID": org_facts().org_id}}}
PRINCIPAL = "aws:PrincipalAccount"


def tied(who: str, key: str = "aws:PrincipalOrgID") -> dict[str, object]:
    return {"Condition": {"StringEquals": {key: who}}}


CASES = {
    "nobody has answered": case("not_applicable", TO_VENDOR, org_facts()),
    "third parties were named": case("not_applicable", TO_VENDOR, org_facts(), scope=scope(has_third_parties=True)),
    "a foreign account is trusted": case("review", TO_VENDOR, org_facts(), scope=NO),
    "and the organization is not known": case("review", TO_VENDOR, scope=NO, OrgFacts=DENIED),
    "an own account": case("not_applicable", details(role(trust=trusts({"AWS": SIBLING}))), org_facts(), scope=NO),
    "an account of the register": case(
        "not_applicable",
        TO_VENDOR,
        org_facts(),
        scope=scope(has_third_parties=False, own_accounts=(OwnAccount(VENDOR),)),
    ),
    "only within the organization": case(
        "not_applicable", details(role(trust=trusts({"AWS": VENDOR}, **IN_ORG))), org_facts(), scope=NO
    ),
    "everybody of a foreign organization": case(
        "review", details(role(trust=trusts("*", **tied("o-vendor")))), org_facts(), scope=NO
    ),
    "everybody of the own organization": case(
        "not_applicable", details(role(trust=trusts("*", **IN_ORG))), org_facts(), scope=NO
    ),
    "everybody of an own account": case(
        "not_applicable", details(role(trust=trusts("*", **tied(SIBLING, PRINCIPAL)))), org_facts(), scope=NO
    ),
    "a trust nobody can read": case("unknown", details(role(trust=BROKEN)), org_facts(), scope=NO),
    "one vendor, one service": case(
        "review", details(role("a", trust=trusts({"AWS": VENDOR})), role("b")), org_facts(), scope=NO
    ),
    "denied": case("unknown", scope=NO, AuthorizationDetails=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
