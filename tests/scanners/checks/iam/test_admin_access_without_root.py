"""One role that people can take on is enough."""

from __future__ import annotations

import pytest

from scanners.facts import iam
from tests.scanners.fact_builders import (
    ADMIN,
    BROKEN,
    DENIED,
    HERE,
    SIBLING,
    Case,
    allow,
    assert_case,
    attached,
    case,
    details,
    inline,
    role,
    trusts,
)

CHECK = "admin_access_without_root"

SSO = role("AWSReservedSSO_Admin_1", path="/aws-reserved/sso.amazonaws.com/", attached=attached(ADMIN))
SAML = trusts({"Federated": f"arn:aws:iam::{HERE}:saml-provider/idp"}, "sts:AssumeRoleWithSAML")
CASES = {
    "permission set": case("pass", details(SSO)),
    "federated role": case("pass", details(role("boss", trust=SAML, inline=inline(allow())))),
    "trusted account": case("pass", details(role("ops", trust=trusts({"AWS": SIBLING}), attached=attached(ADMIN)))),
    "only machines": case("review", details(role(attached=attached(ADMIN)))),
    "only small rights": case("review", details(role("reader", trust=SAML))),
    "policy not understood": case("unknown", details(role(trust=SAML, inline=(iam.InlinePolicy("x", BROKEN),)))),
    "one of two": case("pass", details(SSO, role("reader", trust=SAML))),
    "denied": case("unknown", AuthorizationDetails=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
