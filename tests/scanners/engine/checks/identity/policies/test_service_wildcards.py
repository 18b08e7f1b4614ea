"""A whole sensitive service on everything."""

from __future__ import annotations

import pytest

from scanners.engine.facts import iam
from tests.scanners.fact_builders import (
    BROKEN,
    DENIED,
    Case,
    account_facts,
    allow,
    assert_case,
    case,
    details,
    inline,
    judge,
    managed,
    policy,
    role,
)

CHECK = "service_wildcards"

CASES = {
    "AWS's own": case("pass", details(policies=(managed("S3All", owner="aws", document=policy(allow("s3:*"))),))),
    "not in use": case("pass", details(policies=(managed(count=0, document=policy(allow("s3:*"))),))),
    "scoped": case("pass", details(role(inline=inline(allow("s3:Get*"))))),
    "whole service": case("review", details(role(inline=inline(allow("s3:*"))))),
    "whole service, all its ARNs": case("review", details(role(inline=inline(allow("s3:*", "arn:aws:s3:::*"))))),
    "whole service, one bucket": case("pass", details(role(inline=inline(allow("s3:*", "arn:aws:s3:::x/*"))))),
    "a service that is not sensitive": case("pass", details(role(inline=inline(allow("sqs:*"))))),
    "managed": case("review", details(policies=(managed(document=policy(allow("KMS:*"))),))),
    "not understood": case("unknown", details(role(inline=(iam.InlinePolicy("x", BROKEN),)))),
    "two kinds": case(
        "review unknown", details(role(inline=inline(allow("rds:*"))), policies=(managed(document=BROKEN),))
    ),
    "denied": case("unknown", AuthorizationDetails=DENIED),
    "suspended account": case("not_applicable", details(), account_facts(state="SUSPENDED")),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)


def test_the_services_are_named() -> None:
    (verdict,) = judge(CHECK, details(role(inline=inline(allow(["s3:*", "iam:*"])))))

    assert verdict.evidence["services"] == ["iam", "s3"]
