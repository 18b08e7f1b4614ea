"""A no to long-term credentials, held against the access keys."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case, key, report, row, scope

CHECK = "static_credentials_answer_agrees"
NO = scope(has_static_credentials=False)
KEYS, OFF = report(row("ci", keys=(key(),))), report(row("ci", keys=(key(is_active=False),)))
CASES = {
    "nobody has answered": case("not_applicable", KEYS),
    "they were admitted": case("not_applicable", KEYS, scope=scope(has_static_credentials=True)),
    "a key that works": case("review", KEYS, scope=NO),
    "a key that was switched off": case("not_applicable", OFF, scope=NO),
    "no user": case("not_applicable", report(), scope=NO),
    "one of two users": case("review", report(row("ci", keys=(key(),)), row("ada")), scope=NO),
    "denied": case("unknown", scope=NO, CredentialReport=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
