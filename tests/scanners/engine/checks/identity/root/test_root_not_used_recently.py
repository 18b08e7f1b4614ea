"""A root key in use fails, a sign-in is asked about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.scanners.fact_builders import DENIED, Case, account_facts, ago, assert_case, case, key, report

CHECK = "root_not_used_recently"

USED_KEY = (key(last_used_at=ago(5)),)
NEW = account_facts(created_at=ago(40))
CASES = {
    "one of two keys used": case("fail", report(keys=(*USED_KEY, key(ordinal=2, last_used_at=None)))),
    "long ago": case("pass", report()),
    "never": case("pass", report(password_last_used_at=None)),
    "last week": case("review", report(password_last_used_at=ago(6)), account_facts()),
    "on the last day of the window": case("review", report(password_last_used_at=ago(90))),
    "a day after the window": case("pass", report(password_last_used_at=ago(91))),
    "key used": case("fail", report(keys=USED_KEY)),
    "key used and signed in": case("fail", report(keys=USED_KEY, password_last_used_at=ago(1))),
    "while setting up": case("pass", report(password_last_used_at=ago(36)), NEW),
    "after setting up": case("review", report(password_last_used_at=ago(30)), NEW),
    "creation unknown": case("review", report(password_last_used_at=ago(36)), account_facts(created_at=DENIED)),
    "no root row": case("unknown", replace(report(), root=None)),
    "no report": case("unknown", CredentialReport=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
