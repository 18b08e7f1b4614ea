"""Whom bucket policies let in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanners.engine.facts import s3
from scanners.engine.facts.unknown import Reason, Unknown
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
    judge,
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


def for_account(*accounts: str) -> dict[str, object]:
    return {"Condition": {"StringEquals": {"aws:SourceAccount": list(accounts)}}}


def source(arn: str) -> dict[str, object]:
    return {"Condition": {"ArnLike": {"aws:SourceArn": arn}}}


def in_paths(path: str) -> dict[str, object]:
    return {"Condition": {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": [path]}}}


def granted(*grants: tuple[str, str, str]) -> s3.S3Facts:
    """A bucket whose public ACLs are ignored, which leaves grants to accounts alive."""
    return s3_facts(bucket(ownership="ObjectWriter", acl=tuple(s3.AclGrant(*one) for one in grants)))


CLOUDFRONT, LOGGING = {"Service": "cloudfront.amazonaws.com"}, {"Service": "logging.s3.amazonaws.com"}
IDENTITY = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2QWRUHAPOMQZL"
DELIVERY = "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0"
NOT_ASKED = Unknown(Reason.NOT_COLLECTED, "")
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
    "a service, for any account": case("review", one(reads(CLOUDFRONT)), STANDALONE),
    "a service, for a foreign account": case("review", one(reads(CLOUDFRONT, **for_account(VENDOR))), STANDALONE),
    "a service, for an account that need not be told": case(
        "review", one(reads(CLOUDFRONT, Condition={"StringEqualsIfExists": {"aws:SourceAccount": HERE}})), STANDALONE
    ),
    "a service, for own and foreign": case("review", one(reads(CLOUDFRONT, **for_account(HERE, VENDOR))), STANDALONE),
    "a service, for the own account": case("pass", one(reads(CLOUDFRONT, **for_account(HERE))), STANDALONE),
    "a service, for an own resource": case(
        "pass", one(reads(CLOUDFRONT, **source(f"arn:aws:cloudfront::{HERE}:distribution/E1"))), STANDALONE
    ),
    "a service, for a foreign resource": case(
        "review", one(reads(CLOUDFRONT, **source(f"arn:aws:cloudfront::{VENDOR}:distribution/E1"))), STANDALONE
    ),
    "a service, for anybody's resource": case(
        "review", one(reads(CLOUDFRONT, **source("arn:aws:cloudfront::*:distribution/*"))), STANDALONE
    ),
    "server access logs of an own bucket": case("pass", one(reads(LOGGING, **source("arn:aws:s3:::data"))), STANDALONE),
    "server access logs of an unknown bucket": case(
        "review", one(reads(LOGGING, **source("arn:aws:s3:::else"))), STANDALONE
    ),
    "a service, for the organization": case(
        "pass", one(reads(CLOUDFRONT, Condition={"StringEquals": {"aws:SourceOrgID": "o-acme"}})), org_facts()
    ),
    "a service, for another organization": case(
        "review", one(reads(CLOUDFRONT, Condition={"StringEquals": {"aws:SourceOrgID": "o-other"}})), org_facts()
    ),
    "a service that only looks at the ACL": case(
        "pass", one(allow("s3:GetBucketAcl", Principal={"Service": "cloudtrail.amazonaws.com"})), STANDALONE
    ),
    "any service, for any account": case(
        "review", one(reads("*", Condition={"Bool": {"aws:PrincipalIsAWSService": "true"}})), STANDALONE
    ),
    "any service, for the own account": case(
        "pass",
        one(
            reads(
                "*",
                Condition={"Bool": {"aws:PrincipalIsAWSService": "true"}, "StringEquals": {"aws:SourceAccount": HERE}},
            )
        ),
        STANDALONE,
    ),
    "an origin access identity": case("pass", one(reads({"AWS": IDENTITY})), STANDALONE),
    "an origin access identity that writes": case(
        "review", one({**reads({"AWS": IDENTITY}), "Action": "s3:PutObject"}), STANDALONE
    ),
    "own paths of the organization": case("pass", one(reads("*", **in_paths("o-acme/r-ab12/*"))), org_facts()),
    "paths of another organization": case("review", one(reads("*", **in_paths("o-other/*"))), org_facts()),
    "paths of any organization": case("review", one(reads("*", **in_paths("o-*"))), org_facts()),
    "everybody behind a VPC endpoint": case(
        "pass", one(reads("*", Condition={"StringEquals": {"aws:SourceVpce": "vpce-1"}})), STANDALONE
    ),
    "everybody behind any VPC endpoint": case(
        "review", one(reads("*", Condition={"StringLike": {"aws:SourceVpce": "vpce-*"}})), STANDALONE
    ),
    "everybody outside a VPC endpoint": case(
        "review", one(reads("*", Condition={"StringNotEquals": {"aws:SourceVpce": "vpce-1"}})), STANDALONE
    ),
    "a foreign account behind a VPC endpoint": case(
        "review", one(reads({"AWS": VENDOR}, Condition={"StringEquals": {"aws:SourceVpce": "vpce-1"}})), STANDALONE
    ),
    "an ACL that names another account": case("review", granted(("", "READ", "79a5")), STANDALONE),
    "an ACL of another account, ACLs disabled": case(
        "not_applicable", s3_facts(bucket(acl=(s3.AclGrant("", "READ", "79a5"),))), STANDALONE
    ),
    "an ACL of log delivery": case("not_applicable", granted(("LogDelivery", "WRITE", "")), STANDALONE),
    "an ACL of CloudFront's log delivery": case("not_applicable", granted(("", "FULL_CONTROL", DELIVERY)), STANDALONE),
    "an ACL of a group nobody knows": case("review", granted(("Somebody", "READ", "")), STANDALONE),
    "a public ACL that is ignored": case("not_applicable", granted(("AllUsers", "READ", "")), STANDALONE),
    "a public ACL that counts": case(
        "review",
        s3_facts(bucket(block=None, ownership=None, acl=(s3.AclGrant("AllUsers", "READ"),)), account_block=None),
        STANDALONE,
    ),
    "an ACL beside an own policy": case(
        "review",
        s3_facts(bucket(ownership=None, acl=(s3.AclGrant("", "READ", "79a5"),), policy=policy(reads({"AWS": ROOT})))),
        STANDALONE,
    ),
    "an ACL that was refused": case("unknown", s3_facts(bucket(ownership=None, acl=DENIED)), STANDALONE),
    "an ACL that an old scan did not read": case(
        "unknown", s3_facts(bucket(ownership=NOT_ASKED, acl=NOT_ASKED)), STANDALONE
    ),
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


# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
BALANCER_ACCOUNTS = {
    "us-east-1": "127311923021",
    "us-east-2": "033677994240",
    "us-west-1": "027434742980",
    "us-west-2": "797873946194",
    "af-south-1": "098369216593",
    "ap-east-1": "754344448648",
    "ap-southeast-3": "589379963580",
    "ap-south-1": "718504428378",
    "ap-northeast-3": "383597477331",
    "ap-northeast-2": "600734575887",
    "ap-southeast-1": "114774131450",
    "ap-southeast-2": "783225319266",
    "ap-northeast-1": "582318560864",
    "ca-central-1": "985666609251",
    "eu-central-1": "054676820928",
    "eu-west-1": "156460612806",
    "eu-west-2": "652711504416",
    "eu-south-1": "635631232127",
    "eu-west-3": "009996457667",
    "eu-north-1": "897822967062",
    "me-south-1": "076674570225",
    "sa-east-1": "507241528517",
    "us-gov-west-1": "048591011584",
    "us-gov-east-1": "190560391635",
    "cn-north-1": "638102146993",
    "cn-northwest-1": "037604701340",
}


@pytest.mark.parametrize("account", BALANCER_ACCOUNTS.values(), ids=BALANCER_ACCOUNTS)
def test_load_balancers_of_every_region_with_an_account_of_its_own_deliver_logs(account: str) -> None:
    puts = {**reads({"AWS": f"arn:aws:iam::{account}:root"}), "Action": "s3:PutObject"}

    assert_case(CHECK, case("pass", one(puts), STANDALONE))
    assert_case(CHECK, case("review", one({**puts, "Action": "s3:*"}), STANDALONE))


def test_whoever_is_let_in_is_named() -> None:
    shared = replace(
        granted(("", "FULL_CONTROL", "79a5")).buckets[0], policy=policy(reads(CLOUDFRONT, **for_account(VENDOR)))
    )

    (verdict,) = judge(CHECK, s3_facts(shared), STANDALONE)

    assert verdict.evidence["principals"] == [
        f"cloudfront.amazonaws.com on behalf of {VENDOR}",
        "canonical user 79a5 (FULL_CONTROL)",
    ]


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
