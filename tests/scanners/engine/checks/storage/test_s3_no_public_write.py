"""Only open channels count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanners.engine.facts import s3
from tests.scanners.fact_builders import (
    BLOCKED,
    BROKEN,
    DENIED,
    Case,
    allow,
    assert_case,
    bucket,
    case,
    policy,
    s3_facts,
)

CHECK = "s3_no_public_write"

PUT = allow("s3:PutObject", "arn:aws:s3:::data/*", Principal="*", Sid="AllWrite")
GET = allow("s3:GetObject", "arn:aws:s3:::data/*", Principal="*")
NETWORK = {**PUT, "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}}}


POINT = s3.AccessPoint("arn:ap", "web", "eu-west-1", "data", "Internet", None, True)


def addresses(*ranges: str) -> dict[str, object]:
    return {**PUT, "Condition": {"IpAddress": {"aws:SourceIp": list(ranges)}}}


def one(**changes: object) -> s3.S3Facts:
    return s3_facts(bucket("data", **{"block": None, **changes}), account_block=None)


def with_policy(*statements: dict[str, object]) -> s3.S3Facts:
    return one(policy_is_public=True, policy=policy(*statements))


def with_grant(permission: str) -> s3.S3Facts:
    return one(ownership=None, acl=(s3.AclGrant("AuthenticatedUsers", permission),))


CASES = {
    "writing by policy, restricted": case(
        "not_applicable", one(policy_is_public=True, policy=policy(PUT), block=BLOCKED)
    ),
    "public, but without a policy": case("unknown", one(policy_is_public=True, policy=None)),
    "closed": case("not_applicable", s3_facts(bucket())),
    "reading only": case("pass", with_policy(GET)),
    "writing by policy": case("fail", with_policy(GET, PUT)),
    "everything by policy": case("fail", with_policy(allow("s3:*", Principal={"AWS": "*"}))),
    "everything but reading": case(
        "fail", with_policy({"Effect": "Allow", "Principal": "*", "NotAction": "s3:GetObject", "Resource": "*"})
    ),
    "writing from one's own network": case("pass", with_policy(GET, NETWORK)),
    "reading by ACL": case("pass", with_grant("READ")),
    "writing by ACL": case("fail", with_grant("WRITE")),
    "changing the ACL by ACL": case("fail", with_grant("WRITE_ACP")),
    "writing by ACL, ACLs ignored": case(
        "not_applicable", s3_facts(bucket(ownership=None, acl=(s3.AclGrant("AllUsers", "WRITE"),)))
    ),
    "tagging by policy": case("fail", with_policy(GET, {**PUT, "Action": "s3:PutObjectTagging"})),
    "changing versioning by policy": case("fail", with_policy(GET, {**PUT, "Action": "S3:putbucketversioning"})),
    **{
        f"{action} by policy": case("fail", with_policy(GET, {**PUT, "Action": f"s3:{action}"}))
        for action in (
            "*PublicAccessBlock",
            "*Tagging",
            "*Versioning",
            "*Retention",
            "ObjectOwnerOverrideToBucketOwner",
            "SubmitMultiRegionAccessPointRoutes",
        )
    },
    "writing from a few addresses": case("pass", with_policy(GET, addresses("10.0.0.0/8", "2001:db8::/32"))),
    "writing from half the internet": case("fail", with_policy(addresses("0.0.0.0/1", "128.0.0.0/1"))),
    "writing from a wide range of the new addresses": case("fail", with_policy(addresses("2000::/3"))),
    "writing from no address at all": case("fail", with_policy(addresses("everywhere"))),
    "public access point": case("unknown", replace(one(), access_points=(POINT,))),
    "one writes, one reads": case(
        "fail pass",
        s3_facts(
            bucket("data", block=None, policy_is_public=True, policy=policy(PUT)),
            bucket("site", block=None, policy_is_public=True, policy=policy(GET)),
            account_block=None,
        ),
    ),
    "policy unread": case("unknown", one(policy_is_public=True, policy=DENIED)),
    "policy not understood": case("unknown", one(policy_is_public=True, policy=BROKEN)),
    "status unread": case("unknown", one(policy_is_public=DENIED)),
    "writing by ACL, policy unread": case(
        "fail", one(policy_is_public=DENIED, ownership=None, acl=(s3.AclGrant("AllUsers", "FULL_CONTROL"),))
    ),
    "no buckets": case("not_applicable", s3_facts()),
    "list refused": case("unknown", s3_facts(buckets=DENIED)),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
