"""What an audit should have removed."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, ago, assert_case, case, key, report, row, scope

CHECK = "identity_backlog_contradiction"

AUDITED = scope(identity_audit_at=ago(30))
CASES = {
    "a key not yet stale then": case(
        "pass", report(row(keys=(key(rotated_at=ago(300), last_used_at=ago(119)),))), scope=AUDITED
    ),
    "nothing left": case("pass", report(row()), scope=AUDITED),
    "an idle user": case("review", report(row(password_last_used_at=ago(121))), scope=AUDITED),
    "not yet stale then": case("pass", report(row(password_last_used_at=ago(119))), scope=AUDITED),
    "an idle key and password": case(
        "review review",
        report(row(password_last_used_at=ago(200), keys=(key(rotated_at=ago(300), last_used_at=ago(200)),))),
        scope=AUDITED,
    ),
    "created since": case("pass", report(row(created_at=ago(10), password_last_used_at=None)), scope=AUDITED),
    "no audit claimed": case("not_applicable", report(row(password_last_used_at=ago(300)))),
    "no report": case("unknown", scope=AUDITED, CredentialReport=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
