"""Only asked where passwords exist."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanners.engine.facts import iam
from tests.scanners.fact_builders import DENIED, Case, assert_case, case, details, report, row, user

CHECK = "password_policy_strong"

STRONG = iam.PasswordPolicy(14, True, True, True, False, 24, 0, False)
USERS = report(row())


def has(**changes: object) -> iam.PasswordPolicyFacts:
    return iam.PasswordPolicyFacts(replace(STRONG, **changes))


CASES = {
    "strong": case("pass", has(), USERS),
    "short": case("fail", has(minimum_length=13), USERS),
    "two kinds of characters": case("fail", has(require_numbers=False), USERS),
    "reuse allowed": case("fail", has(reuse_prevention=0), USERS),
    "little reuse prevention": case("review", has(reuse_prevention=5), USERS),
    "none of its own": case("fail", iam.PasswordPolicyFacts(None), USERS),
    "none, and no passwords": case(
        "not_applicable", iam.PasswordPolicyFacts(None), report(row(password_enabled=False))
    ),
    "no passwords yet but a user of this morning": case("unknown", has(), report(), details(user("new"))),
    "a user of this morning beside": case("fail", has(minimum_length=8), USERS, details(user(), user("new"))),
    "policy denied": case("unknown", USERS, PasswordPolicyFacts=DENIED),
    "no report": case("unknown", has(), CredentialReport=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
