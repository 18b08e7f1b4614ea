"""Reading may be meant; writing never is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanners.engine.facts import s3
from tests.scanners.fact_builders import BROKEN, DENIED, Case, allow, assert_case, bucket, case, policy, s3_facts, scope

CHECK = "s3_public_buckets_reviewed"

POINT = s3.AccessPoint("arn:ap", "web", "eu-west-1", "data", "Internet", None, True)
REVIEWED = scope(reviewed_public_buckets=("data",))
GET = policy(allow("s3:GetObject", "arn:aws:s3:::data/*", Principal="*"))


def one(**changes: object) -> s3.S3Facts:
    return s3_facts(bucket("data", **{"block": None, **changes}), account_block=None)


CASES = {
    "writing by policy": case(
        "fail",
        one(policy_is_public=True, policy=policy(allow("s3:PutObject", "arn:aws:s3:::data/*", Principal="*"))),
        scope=REVIEWED,
    ),
    "writing by policy, restricted": case(
        "pass", s3_facts(bucket(policy_is_public=True, policy=policy(allow("s3:PutObject", "*", Principal="*"))))
    ),
    "writing by ACL, ACLs disabled": case("pass", one(acl=(s3.AclGrant("AllUsers", "WRITE"),))),
    "closed": case("pass", one()),
    "public, no record": case("review", one(policy_is_public=True, policy=GET)),
    "public, on record": case("pass", one(policy_is_public=True, policy=GET), scope=REVIEWED),
    "public for writing, on record": case(
        "fail", one(ownership=None, acl=(s3.AclGrant("AllUsers", "WRITE"),)), scope=REVIEWED
    ),
    "tagging by policy, on record": case(
        "fail",
        one(policy_is_public=True, policy=policy(allow("s3:*Tagging", "arn:aws:s3:::data/*", Principal="*"))),
        scope=REVIEWED,
    ),
    "policy not understood, on record": case("unknown", one(policy_is_public=True, policy=BROKEN), scope=REVIEWED),
    "policy unread, on record": case("unknown", one(policy_is_public=True, policy=DENIED), scope=REVIEWED),
    "objects may have ACLs": case("review", one(ownership="ObjectWriter")),
    "open through an access point": case("review", replace(one(), access_points=(POINT,))),
    "access point of another bucket": case("pass", replace(one(), access_points=(replace(POINT, bucket="x"),))),
    "open through an access point, on record": case("review", replace(one(), access_points=(POINT,)), scope=REVIEWED),
    "ownership unread": case("unknown", one(ownership=DENIED)),
    "one open, one closed": case(
        "pass review",
        s3_facts(bucket(), bucket("b", block=None, policy_is_public=True, policy=GET), account_block=None),
    ),
    "access points unread": case("unknown", replace(one(), access_points=DENIED)),
    "access points not asked, account blocks": case("pass", s3_facts(bucket(), access_points=DENIED)),
    "status unread": case("unknown", one(policy_is_public=DENIED), scope=REVIEWED),
    "no buckets": case("not_applicable", s3_facts()),
    "list refused": case("unknown", s3_facts(buckets=DENIED)),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
