"""A role of a service that tells for whom it acts should demand that it acts for its own account."""

from __future__ import annotations

import pytest

from scanners.engine.facts import iam
from tests.scanners.fact_builders import (
    BROKEN,
    DENIED,
    HERE,
    SIBLING,
    STANDALONE,
    VENDOR,
    Case,
    assert_case,
    case,
    details,
    judge,
    org_facts,
    policy,
    role,
    trusts,
)

CHECK = "confused_deputy_service_roles"
STATES = "states.amazonaws.com"


def service(name: object = STATES, condition: dict[str, object] | None = None, **change: object) -> iam.IamRole:
    more = {"Condition": condition} if condition else {}
    return role("r", trust=trusts({"Service": name}, **more), **change)


def tied(condition: dict[str, object]) -> iam.AuthorizationDetails:
    return details(service(condition=condition))


DENIED_OTHERS = role(
    trust=policy(
        {"Effect": "Allow", "Principal": {"Service": STATES}, "Action": "sts:AssumeRole"},
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sts:AssumeRole",
            "Condition": {"StringNotEquals": {"aws:SourceAccount": HERE}},
        },
    )
)
CASES = {
    "no condition": case("review", details(service()), STANDALONE),
    "the own account": case("pass", tied({"StringEquals": {"aws:SourceAccount": HERE}}), STANDALONE),
    "the own account, by a deny": case("pass", details(DENIED_OTHERS), STANDALONE),
    "an ARN of the own account": case(
        "pass", tied({"ArnLike": {"aws:SourceArn": f"arn:aws:states:*:{HERE}:stateMachine:*"}}), STANDALONE
    ),
    "an account of the organization": case("pass", tied({"StringEquals": {"aws:SourceAccount": SIBLING}}), org_facts()),
    "the organization": case("pass", tied({"StringEquals": {"aws:SourceOrgID": "o-acme"}}), org_facts()),
    "the own account, by its variable": case(
        "pass", tied({"StringEquals": {"aws:SourceAccount": "${aws:ResourceAccount}"}}), STANDALONE
    ),
    "an external id, as Firehose sends": case(
        "pass", details(service("firehose.amazonaws.com", {"StringEquals": {"sts:ExternalId": HERE}})), STANDALONE
    ),
    "a foreign account": case("review", tied({"StringEquals": {"aws:SourceAccount": VENDOR}}), STANDALONE),
    "the own account or a foreign one": case(
        "review", tied({"StringEquals": {"aws:SourceAccount": [HERE, VENDOR]}}), STANDALONE
    ),
    "any account": case("review", tied({"ArnLike": {"aws:SourceArn": "arn:aws:states:*:*:*"}}), STANDALONE),
    "the own account, if told": case("review", tied({"StringEqualsIfExists": {"aws:SourceAccount": HERE}}), STANDALONE),
    "something else": case("review", tied({"Bool": {"aws:SecureTransport": "true"}}), STANDALONE),
    "the regional name": case("review", details(service("states.eu-west-1.amazonaws.com")), STANDALONE),
    "the name in China": case("review", details(service("states.amazonaws.com.cn")), STANDALONE),
    "one of two services": case("review", details(service(["ec2.amazonaws.com", STATES])), STANDALONE),
    "services that tell nothing": case(
        "not_applicable",
        details(service(["ec2.amazonaws.com", "lambda.amazonaws.com", "ecs-tasks.amazonaws.com"])),
        STANDALONE,
    ),
    "a service-linked role": case("not_applicable", details(service(path="/aws-service-role/x/")), STANDALONE),
    "an account": case("not_applicable", details(role(trust=trusts({"AWS": VENDOR}))), STANDALONE),
    "trust not understood": case("unknown", details(role(trust=BROKEN)), STANDALONE),
    "the organization unread": case("pass", tied({"StringEquals": {"aws:SourceAccount": HERE}}), OrgFacts=DENIED),
    "denied": case("unknown", STANDALONE, AuthorizationDetails=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)


def test_the_service_is_named() -> None:
    (verdict,) = judge(CHECK, details(service()), STANDALONE)

    assert STATES in verdict.message
