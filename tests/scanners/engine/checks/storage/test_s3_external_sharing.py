"""Whom bucket policies let in."""

from __future__ import annotations

import pytest

from scanners.engine.facts import s3
from scanners.engine.scope import OwnAccount
from tests.scanners.fact_builders import (
    BROKEN,
    DENIED,
    HERE,
    ROOT,
    SIBLING,
    STANDALONE,
    VENDOR,
    Case,
    allow,
    assert_case,
    bucket,
    case,
    org_facts,
    policy,
    s3_facts,
    scope,
)

CHECK = "s3_external_sharing"
BALANCERS = "arn:aws:iam::054676820928:root"


def one(*statements: dict[str, object]) -> s3.S3Facts:
    return s3_facts(bucket(policy=policy(*statements)))


def reads(principal: object, **more: object) -> dict[str, object]:
    return allow("s3:GetObject", "arn:aws:s3:::data/*", Principal=principal, **more)


IN_ORG = {"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-acme"}}}
CASES = {
    "everybody but one": case(
        "review",
        one({"Effect": "Allow", "NotPrincipal": {"AWS": VENDOR}, "Action": "s3:GetObject", "Resource": "*"}),
        STANDALONE,
    ),
    "everybody of the own account": case(
        "pass", one(reads("*", Condition={"StringEquals": {"aws:PrincipalAccount": HERE}})), STANDALONE
    ),
    "own account": case("pass", one(reads({"AWS": ROOT})), STANDALONE),
    "account of the organization": case("pass", one(reads({"AWS": SIBLING})), org_facts()),
    "a service": case("pass", one(reads({"Service": "cloudfront.amazonaws.com"})), STANDALONE),
    "foreign account": case("review", one(reads({"AWS": VENDOR})), org_facts()),
    "own and foreign": case("review", one(reads({"AWS": [HERE, VENDOR]})), STANDALONE),
    "everybody": case("review", one(reads("*")), STANDALONE),
    "everybody of the organization": case("pass", one(reads("*", **IN_ORG)), org_facts()),
    "everybody of another organization": case("review", one(reads("*", **IN_ORG)), org_facts(org_id="o-other")),
    "a deny for everybody": case("pass", one({**reads("*"), "Effect": "Deny"}), STANDALONE),
    "declared as own": case("pass", one(reads({"AWS": VENDOR})), scope=scope(own_accounts=(OwnAccount(VENDOR),))),
    "a load balancer's logs": case("pass", one({**reads({"AWS": BALANCERS}), "Action": "s3:PutObject"}), STANDALONE),
    "a load balancer's account that reads": case("review", one(reads({"AWS": BALANCERS})), STANDALONE),
    "a load balancer's account and another": case(
        "review", one({**reads({"AWS": [BALANCERS, VENDOR]}), "Action": "s3:PutObject"}), STANDALONE
    ),
    "one of each": case(
        "not_applicable pass review",
        s3_facts(
            bucket("a", policy=policy(reads({"AWS": VENDOR}))),
            bucket("b", policy=policy(reads({"AWS": ROOT}))),
            bucket("c"),
        ),
        STANDALONE,
    ),
    "no policy": case("not_applicable", s3_facts(bucket()), STANDALONE),
    "not understood": case("unknown", s3_facts(bucket(policy=BROKEN)), STANDALONE),
    "unread": case("unknown", s3_facts(bucket(policy=DENIED)), STANDALONE),
    "no buckets": case("not_applicable", s3_facts(), STANDALONE),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
