"""A no to long-term credentials, held against the access keys."""

from __future__ import annotations

import pytest

from scanners.engine.facts import iam
from tests.scanners.fact_builders import DENIED, Case, ago, assert_case, case, key, report, row, scope

CHECK = "static_credentials_answer_agrees"
NO = scope(has_static_credentials=False)
NONE = iam.ServiceCredentials(())
KEYS, OFF = report(row("ci", keys=(key(),))), report(row("ci", keys=(key(is_active=False),)))


def service(status: str) -> iam.ServiceCredentials:
    return iam.ServiceCredentials((iam.ServiceCredential("ci", "codecommit.amazonaws.com", status, ago(9), None),))


CASES = {
    "nobody has answered": case("not_applicable", KEYS, NONE),
    "they were admitted": case("not_applicable", KEYS, NONE, scope=scope(has_static_credentials=True)),
    "a key that works": case("review", KEYS, NONE, scope=NO),
    "a key that was switched off": case("not_applicable", OFF, NONE, scope=NO),
    "no user": case("not_applicable", report(), NONE, scope=NO),
    "one of two users": case("review", report(row("ci", keys=(key(),)), row("ada")), NONE, scope=NO),
    "a password of a single service": case("review", report(), service("Active"), scope=NO),
    "one that was switched off": case("not_applicable", report(), service("Inactive"), scope=NO),
    "those of services unread": case("unknown", report(), scope=NO, ServiceCredentials=DENIED),
    "denied": case("unknown", scope=NO, CredentialReport=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
