"""Who holds administrator access."""

from __future__ import annotations

import pytest

from scanners.engine.facts import iam
from tests.scanners.fact_builders import (
    ADMIN,
    BROKEN,
    DENIED,
    Case,
    account_facts,
    allow,
    assert_case,
    attached,
    case,
    details,
    group,
    inline,
    managed,
    policy,
    role,
    user,
)

CHECK = "admin_grants_limited"

POWER = managed(
    "PowerUserAccess", owner="aws", document=policy({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})
)
CASES = {
    "nobody": case("pass", details(user(), role())),
    "a user": case("fail", details(user(attached=attached(ADMIN)))),
    "a user, by text": case("fail", details(user(inline=inline(allow())))),
    "a user through a group": case("review", details(user(groups=("staff",)), group(attached=attached(ADMIN)))),
    "a role": case("review", details(role(attached=attached(ADMIN)))),
    "a power user": case("fail", details(user(attached=attached(POWER)), policies=(POWER,))),
    "permission set": case(
        "pass", details(role("x", path="/aws-reserved/sso.amazonaws.com/", attached=attached(ADMIN)))
    ),
    "a name of a platform's role excuses nobody": case(
        "review", details(role("OrganizationAccountAccessRole", attached=attached(ADMIN)))
    ),
    "break glass": case("pass", details(role("x", attached=attached(ADMIN), tags=(iam.Tag("BreakGlass", "yes"),)))),
    "not understood": case("unknown", details(role(inline=(iam.InlinePolicy("x", BROKEN),)))),
    "user and role": case("fail review", details(user(attached=attached(ADMIN)), role(attached=attached(ADMIN)))),
    "denied": case("unknown", AuthorizationDetails=DENIED),
    "suspended account": case("not_applicable", details(), account_facts(state="SUSPENDED")),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
