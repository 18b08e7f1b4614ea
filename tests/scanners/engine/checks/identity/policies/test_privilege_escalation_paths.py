"""Combinations that make an administrator."""

from __future__ import annotations

import pytest

from scanners.engine.facts import iam
from tests.scanners.fact_builders import (
    ADMIN,
    BROKEN,
    DENIED,
    HERE,
    Case,
    allow,
    assert_case,
    attached,
    case,
    details,
    group,
    inline,
    role,
    user,
)

CHECK = "privilege_escalation_paths"

PASS_RUN = allow(["iam:PassRole", "ec2:RunInstances"])
CASES = {
    "denied under a condition only": case(
        "review",
        details(
            role(
                inline=inline(
                    PASS_RUN, {**allow("iam:PassRole"), "Effect": "Deny", "Condition": {"Bool": {"aws:x": "true"}}}
                )
            )
        ),
    ),
    "small rights": case("pass", details(user(inline=inline(allow("s3:*"))))),
    "a single mighty right": case("review", details(user(inline=inline(allow("iam:AttachUserPolicy"))))),
    "pass and run": case("review", details(role(inline=inline(PASS_RUN)))),
    "pass and run, in two policies": case(
        "review", details(role(inline=(*inline(allow("iam:PassRole")), *inline(allow("ec2:*"), name="b"))))
    ),
    "pass only": case("pass", details(role(inline=inline(allow("iam:PassRole"))))),
    "pass named roles": case(
        "pass", details(role(inline=inline(allow("iam:PassRole", "arn:aws:iam::1:role/x"), allow("ec2:RunInstances"))))
    ),
    "pass all roles of the account": case(
        "review",
        details(role(inline=inline(allow("iam:PassRole", f"arn:aws:iam::{HERE}:role/*"), allow("ec2:RunInstances")))),
    ),
    "rights over all users, by ARN": case(
        "review", details(role(inline=inline(allow("iam:AttachUserPolicy", "arn:aws:iam::*:user/*"))))
    ),
    "rights over users of a path": case(
        "pass", details(role(inline=inline(allow("iam:AttachUserPolicy", "arn:aws:iam::*:user/team/*"))))
    ),
    "denied outright, by ARN": case(
        "pass",
        details(role(inline=inline(PASS_RUN, {**allow("iam:PassRole", "arn:aws:iam::*:role/*"), "Effect": "Deny"}))),
    ),
    "denied outright": case(
        "pass", details(role(inline=inline(PASS_RUN, {**allow("iam:PassRole"), "Effect": "Deny"})))
    ),
    "by a group": case("review", details(user(groups=("staff",)), group(inline=inline(PASS_RUN)))),
    "already administrator": case("pass", details(user(attached=attached(ADMIN)))),
    "a name of a platform's role excuses nobody": case(
        "review", details(role("AWSControlTowerExecution", inline=inline(PASS_RUN)))
    ),
    "not understood": case("unknown", details(role(inline=(iam.InlinePolicy("x", BROKEN),)))),
    "one of each": case(
        "review unknown", details(user(inline=inline(PASS_RUN)), role(inline=(iam.InlinePolicy("x", BROKEN),)))
    ),
    "denied": case("unknown", AuthorizationDetails=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
