"""For information only."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanners.engine.facts import iam
from tests.scanners.fact_builders import DENIED, Case, assert_case, case, report, row

CHECK = "password_expiry_info"

POLICY = iam.PasswordPolicy(14, True, True, True, True, 24, 90, False)
CASES = {
    "expires": case("pass", iam.PasswordPolicyFacts(POLICY), report(row())),
    "never expires": case("pass", iam.PasswordPolicyFacts(None), report(row())),
    "locks people out": case("review", iam.PasswordPolicyFacts(replace(POLICY, hard_expiry=True)), report(row())),
    "no console users": case("not_applicable", iam.PasswordPolicyFacts(POLICY), report()),
    "denied": case("unknown", report(), PasswordPolicyFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
