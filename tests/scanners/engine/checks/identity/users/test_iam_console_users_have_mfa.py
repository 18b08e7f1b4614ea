"""A password without MFA fails, whoever has it."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, account_facts, ago, assert_case, case, details, report, row, user

CHECK = "iam_console_users_have_mfa"

BARE = row("bob", mfa_active=False)
CASES = {
    "all have it": case("pass", report(row())),
    "one has none": case("fail pass", report(row(), BARE)),
    "created today": case("review", report(row(mfa_active=False, created_at=ago(0.5)))),
    "no password, no MFA": case("not_applicable", report(row(password_enabled=False, mfa_active=False))),
    "root is another question": case("not_applicable", report(mfa_active=False)),
    "all have it, both lists agree": case("pass", report(row()), details(user())),
    "somebody the report does not know yet": case("pass unknown", report(row()), details(user(), user("new"))),
    "nobody but somebody the report does not know yet": case("unknown", report(), details(user("new"))),
    "deleted since the report": case("fail unknown", report(BARE, row("gone", mfa_active=False)), details(user("bob"))),
    "the other list unread": case("fail", report(BARE), AuthorizationDetails=DENIED),
    "no report": case("unknown", CredentialReport=DENIED),
    "suspended account": case("not_applicable", report(BARE), account_facts(state="SUSPENDED")),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
