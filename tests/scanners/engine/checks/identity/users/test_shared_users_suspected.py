"""Names raise the question; a named person answers it."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case, details, key, report, row, scope, user

CHECK = "shared_users_suspected"

CASES = {
    "no passwords": case("pass", report(row(password_enabled=False))),
    "a named person": case("pass", report(row("ada")), scope=scope(person_user_names=("ada",))),
    "not assigned": case("review", report(row("ada"))),
    "generic name": case("review", report(row("dev-team"))),
    "used twice this week": case("review", report(row("ada", keys=(key(),))), scope=scope(person_user_names=("ada",))),
    "one of two": case("pass review", report(row("ada"), row("admin")), scope=scope(person_user_names=("ada",))),
    "nobody but a user of this morning": case("unknown", report(), details(user("new"))),
    "a user of this morning beside": case("review unknown", report(row("ada")), details(user("ada"), user("new"))),
    "no users": case("not_applicable", report()),
    "no report": case("unknown", CredentialReport=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
