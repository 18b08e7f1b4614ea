"""Roles that machines use."""

from __future__ import annotations

import pytest

from scanners.engine.facts import iam
from tests.scanners.fact_builders import (
    ADMIN,
    BROKEN,
    DENIED,
    HERE,
    SIBLING,
    Case,
    allow,
    assert_case,
    attached,
    case,
    details,
    inline,
    role,
    trusts,
)

CHECK = "compute_roles_not_admin"

BUILD = trusts({"Service": "codebuild.amazonaws.com"})
CLUSTER = trusts({"Federated": f"arn:aws:iam::{HERE}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/1"})
CASES = {
    "small rights": case("pass", details(role())),
    "administrator": case("fail", details(role(attached=attached(ADMIN)))),
    "rule over IAM": case("fail", details(role(inline=inline(allow("iam:*"))))),
    "rule over IAM, by ARN": case("fail", details(role(inline=inline(allow("iam:*", f"arn:aws:iam::{HERE}:*"))))),
    "rule over somebody else's IAM": case(
        "pass", details(role(inline=inline(allow("iam:*", "arn:aws:iam::999999999999:*"))))
    ),
    "every action, every ARN": case("fail", details(role(inline=inline(allow("*", "arn:aws:*"))))),
    "under a boundary that allows everything": case(
        "fail", details(role(attached=attached(ADMIN), boundary_arn=ADMIN.arn))
    ),
    "trust not understood, administrator": case("unknown", details(role(trust=BROKEN, attached=attached(ADMIN)))),
    "trust not understood, small rights": case("not_applicable", details(role(trust=BROKEN))),
    "rule over IAM in several statements": case(
        "fail", details(role(inline=inline(allow("iam:*User*"), allow("iam:*Role*"), allow("iam:CreatePolicy*"))))
    ),
    "rule over IAM in several policies": case(
        "fail",
        details(
            role(inline=(*inline(allow("iam:*Role*")), *inline(allow(["iam:*User*", "iam:CreatePolicy*"]), name="b")))
        ),
    ),
    "rule over IAM's users only": case("review", details(role(inline=inline(allow("iam:*User*"), allow("iam:Get*"))))),
    "code of any function": case("review", details(role(inline=inline(allow("lambda:UpdateFunctionCode"))))),
    "code of one function": case(
        "pass",
        details(role(inline=inline(allow("lambda:UpdateFunctionCode", f"arn:aws:lambda:*:{HERE}:function:own")))),
    ),
    "commands on any machine": case("review", details(role(inline=inline(allow("ssm:SendCommand"))))),
    "administrator under a condition": case(
        "review", details(role(inline=inline(allow(Condition={"Bool": {"aws:SecureTransport": "true"}}))))
    ),
    "rule over IAM under a condition": case(
        "review",
        details(role(inline=inline(allow("iam:*", Condition={"StringEquals": {"aws:RequestedRegion": "us-east-1"}})))),
    ),
    "small rights under a condition": case(
        "pass", details(role(inline=inline(allow("s3:*", Condition={"Bool": {"aws:SecureTransport": "true"}}))))
    ),
    "a state machine, named with its region": case(
        "fail", details(role(trust=trusts({"Service": "states.eu-west-1.amazonaws.com"}), attached=attached(ADMIN)))
    ),
    "at the edge": case(
        "fail", details(role(trust=trusts({"Service": "edgelambda.amazonaws.com"}), attached=attached(ADMIN)))
    ),
    "pod of a cluster": case("fail", details(role(trust=CLUSTER, attached=attached(ADMIN)))),
    "build role": case("review", details(role(trust=BUILD, attached=attached(ADMIN)))),
    "under a boundary": case("review", details(role(attached=attached(ADMIN), boundary_arn="arn:b"))),
    "a person's role": case("not_applicable", details(role(trust=trusts({"AWS": SIBLING}), attached=attached(ADMIN)))),
    "service-linked": case("not_applicable", details(role(path="/aws-service-role/x/", attached=attached(ADMIN)))),
    "not understood": case("unknown", details(role(inline=(iam.InlinePolicy("x", BROKEN),)))),
    "one of two": case("fail pass", details(role("a", attached=attached(ADMIN)), role("b"))),
    "denied": case("unknown", AuthorizationDetails=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
