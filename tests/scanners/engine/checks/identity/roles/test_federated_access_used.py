"""PASS with one federated role in use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.scanners.fact_builders import DENIED, HERE, Case, ago, assert_case, case, details, role, trusts

CHECK = "federated_access_used"

SSO = role("AWSReservedSSO_x", path="/aws-reserved/sso.amazonaws.com/")
CI = role("ci", trust=trusts({"Federated": f"arn:aws:iam::{HERE}:oidc-provider/token.actions.githubusercontent.com"}))
CASES = {
    "used": case("pass", details(SSO)),
    "not used": case("review", details(replace(SSO, last_used_at=None))),
    "build jobs only": case("review", details(CI)),
    "none": case("review", details(role())),
    "one of two": case("pass", details(SSO, role("y", path=SSO.path, last_used_at=ago(200)))),
    "denied": case("unknown", AuthorizationDetails=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
