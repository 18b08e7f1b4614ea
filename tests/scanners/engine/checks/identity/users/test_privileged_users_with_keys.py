"""Rights by any policy that reaches the user."""

from __future__ import annotations

import pytest

from scanners.engine.facts import iam
from tests.scanners.fact_builders import (
    ADMIN,
    BROKEN,
    DENIED,
    Case,
    allow,
    assert_case,
    attached,
    case,
    details,
    group,
    inline,
    key,
    managed,
    report,
    row,
    user,
)

CHECK = "privileged_users_with_keys"

WITH_KEY = report(row(keys=(key(),)))
CASES = {
    "small rights": case("pass", WITH_KEY, details(user())),
    "administrator": case("fail", WITH_KEY, details(user(attached=attached(ADMIN)))),
    "administrator by the group": case(
        "fail", WITH_KEY, details(user(groups=("staff",)), group(attached=attached(ADMIN)))
    ),
    "administrator by an inline policy": case("fail", WITH_KEY, details(user(inline=inline(allow("iam:*"))))),
    "administrator without a key": case("pass", report(row()), details(user(attached=attached(ADMIN)))),
    "administrator with an inactive key": case(
        "pass", report(row(keys=(key(is_active=False),))), details(user(attached=attached(ADMIN)))
    ),
    "a policy not understood": case("unknown", WITH_KEY, details(user(inline=(iam.InlinePolicy("x", BROKEN),)))),
    "a policy that was not listed": case("unknown", WITH_KEY, details(user(attached=attached(managed())), policies=())),
    "only in the report": case("unknown", WITH_KEY, details()),
    "no users": case("not_applicable", report(), details()),
    "one of two": case(
        "fail",
        report(row(keys=(key(),)), row("bob", keys=(key(),))),
        details(user(attached=attached(ADMIN)), user("bob")),
    ),
    "no details": case("unknown", WITH_KEY, AuthorizationDetails=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
