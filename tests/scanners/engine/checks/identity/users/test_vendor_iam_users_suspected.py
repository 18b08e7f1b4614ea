"""Names and tags are signs only, so REVIEW."""

from __future__ import annotations

import pytest

from scanners.engine.facts import iam
from tests.scanners.fact_builders import DENIED, Case, assert_case, case, details, key, report, row, user

CHECK = "vendor_iam_users_suspected"

BOT = row("svc-datadog", keys=(key(),))
CASES = {
    "none": case("pass", report(row(keys=(key(),))), details(user())),
    "by name": case("review", report(BOT), details()),
    "by a name in two words": case("review", report(row("new-relic", keys=(key(),))), details()),
    "by tag": case("review", report(row(keys=(key(),))), details(user(tags=(iam.Tag("vendor", "x"),)))),
    "without a key": case("pass", report(row("datadog")), details()),
    "tags unread": case("unknown", report(row()), AuthorizationDetails=DENIED),
    "by name, tags unread": case("review", report(BOT), AuthorizationDetails=DENIED),
    "no users": case("not_applicable", report(), details()),
    "no report": case("unknown", details(), CredentialReport=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
