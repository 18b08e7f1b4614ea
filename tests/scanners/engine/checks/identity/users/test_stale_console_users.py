"""Unused means ninety days without signing in."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, ago, assert_case, case, report, row

CHECK = "stale_console_users"

CASES = {
    "in use": case("pass", report(row())),
    "idle": case("fail", report(row(password_last_used_at=ago(91)))),
    "on the last day": case("pass", report(row(password_last_used_at=ago(90)))),
    "never signed in": case("fail", report(row(password_last_used_at=None))),
    "never signed in, new": case("pass", report(row(password_last_used_at=None, created_at=ago(20)))),
    "no password": case("not_applicable", report(row(password_enabled=False, password_last_used_at=None))),
    "no times": case("unknown", report(row(password_last_used_at=None, created_at=None))),
    "one of two": case("fail pass", report(row(), row("bob", password_last_used_at=ago(300)))),
    "no report": case("unknown", CredentialReport=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
