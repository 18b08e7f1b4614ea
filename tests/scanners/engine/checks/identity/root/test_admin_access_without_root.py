"""One role that people can take on is enough."""

from __future__ import annotations

import pytest

from scanners.engine.facts import iam
from tests.scanners.fact_builders import (
    ADMIN,
    BROKEN,
    DENIED,
    HERE,
    SIBLING,
    VENDOR,
    Case,
    allow,
    assert_case,
    attached,
    case,
    details,
    inline,
    org_facts,
    role,
    trusts,
)

CHECK = "admin_access_without_root"

SSO = role("AWSReservedSSO_Admin_1", path="/aws-reserved/sso.amazonaws.com/", attached=attached(ADMIN))
SAML = trusts({"Federated": f"arn:aws:iam::{HERE}:saml-provider/idp"}, "sts:AssumeRoleWithSAML")


def ops(account: str) -> iam.IamRole:
    return role("ops", trust=trusts({"AWS": account}), attached=attached(ADMIN))


CASES = {
    "permission set": case("pass", details(SSO)),
    "federated role": case("pass", details(role("boss", trust=SAML, inline=inline(allow())))),
    "account of the organization": case("pass", details(ops(SIBLING)), org_facts()),
    "this account": case("pass", details(ops(HERE)), OrgFacts=DENIED),
    "an account of unknown relation": case("review", details(ops(SIBLING)), OrgFacts=DENIED),
    "a vendor's account": case("review", details(ops(VENDOR)), org_facts()),
    "only machines": case("review", details(role(attached=attached(ADMIN)))),
    "only small rights": case("review", details(role("reader", trust=SAML))),
    "policy not understood": case("unknown", details(role(trust=SAML, inline=(iam.InlinePolicy("x", BROKEN),)))),
    "one of two": case("pass", details(SSO, role("reader", trust=SAML))),
    "denied": case("unknown", AuthorizationDetails=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
