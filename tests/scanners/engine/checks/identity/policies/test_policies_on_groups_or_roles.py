"""Users hold nothing themselves."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import (
    ADMIN,
    DENIED,
    Case,
    allow,
    assert_case,
    attached,
    case,
    details,
    group,
    inline,
    managed,
    role,
    user,
)

CHECK = "policies_on_groups_or_roles"

PASSWORD = managed("IAMUserChangePassword", owner="aws")
CASES = {
    "nothing": case("pass", details(user())),
    "through a group": case("pass", details(user(groups=("staff",)), group(attached=attached(ADMIN)))),
    "attached": case("fail", details(user(attached=attached(managed())))),
    "inline": case("fail", details(user(inline=inline(allow("s3:*"))))),
    "own password": case("pass", details(user(attached=attached(PASSWORD)))),
    "a policy of one's own with that name": case(
        "fail", details(user(attached=attached(managed("IAMUserChangePassword"))))
    ),
    "one of two": case("fail pass", details(user(), user("bob", inline=inline(allow("s3:*"))))),
    "no users": case("not_applicable", details(role())),
    "denied": case("unknown", AuthorizationDetails=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
