"""Everything on everything, in a policy of one's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

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
    inline,
    managed,
    policy,
    role,
)

CHECK = "no_full_admin_custom_policies"

FULL = managed(document=policy(allow()))
NARROWED = policy(allow(Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}))
CASES = {
    "scoped": case("pass", details(policies=(managed(),))),
    "full": case("fail", details(policies=(FULL,))),
    "full, in two statements": case("fail", details(policies=(managed(document=policy(allow("s3:*"), allow())),))),
    "full, single texts": case("fail", details(policies=(managed(document=policy(allow(["*"], ["*"]))),))),
    "full but not in use": case("not_applicable", details(policies=(replace(FULL, attachment_count=0),))),
    "AWS's own": case("not_applicable", details(policies=(ADMIN,))),
    "with a condition": case("review", details(policies=(managed(document=NARROWED),))),
    "everything but": case(
        "review",
        details(policies=(managed(document=policy({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})),)),
    ),
    "every action on one bucket": case(
        "pass", details(policies=(managed(document=policy(allow("*", "arn:aws:s3:::x"))),))
    ),
    "a deny": case("pass", details(policies=(managed(document=policy({**allow(), "Effect": "Deny"})),))),
    "inline": case("fail", details(role(inline=inline(allow())), policies=())),
    "inline under a boundary": case("review", details(role(inline=inline(allow()), boundary_arn="arn:b"), policies=())),
    "inline under a boundary that allows everything": case(
        "fail", details(role(inline=inline(allow()), boundary_arn=ADMIN.arn))
    ),
    "full, by ARN": case("fail", details(policies=(managed(document=policy(allow("*", "arn:aws:*"))),))),
    "as a boundary only": case("review", details(policies=(replace(FULL, attachment_count=0, boundary_count=1),))),
    "held under a boundary": case(
        "review", details(role(attached=attached(FULL), boundary_arn="arn:b"), policies=(FULL,))
    ),
    "held with and without a boundary": case(
        "fail",
        details(
            role(attached=attached(FULL), boundary_arn="arn:b"), role("b", attached=attached(FULL)), policies=(FULL,)
        ),
    ),
    "not understood": case("unknown", details(policies=(managed(document=BROKEN),))),
    "one of two": case("fail pass", details(policies=(FULL, managed("other")))),
    "denied": case("unknown", AuthorizationDetails=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
