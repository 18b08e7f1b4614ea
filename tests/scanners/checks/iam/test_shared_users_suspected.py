"""Names raise the question; a named person answers it."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case, key, report, row, scope

CHECK = "shared_users_suspected"

CASES = {
    "no passwords": case("pass", report(row(password_enabled=False))),
    "a named person": case("pass", report(row("ada")), scope=scope(person_user_names=("ada",))),
    "not assigned": case("review", report(row("ada"))),
    "generic name": case("review", report(row("dev-team"))),
    "used twice this week": case("review", report(row("ada", keys=(key(),))), scope=scope(person_user_names=("ada",))),
    "one of two": case("pass review", report(row("ada"), row("admin")), scope=scope(person_user_names=("ada",))),
    "no users": case("not_applicable", report()),
    "no report": case("unknown", CredentialReport=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
