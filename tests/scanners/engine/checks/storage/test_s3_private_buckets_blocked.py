"""Policy, ACL and blocks together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanners.engine.facts import s3
from tests.scanners.fact_builders import BLOCKED, DENIED, OPEN, Case, assert_case, bucket, case, s3_facts, scope

CHECK = "s3_private_buckets_blocked"

PUBLIC = (s3.AclGrant("AllUsers", "READ"),)
STAFF = (s3.AclGrant("LogDelivery", "WRITE"),)
POINT = s3.AccessPoint("arn:ap", "web", "eu-west-1", "data", "Internet", None, True)
UNASKED = {"policy_is_public": DENIED, "ownership": DENIED, "acl": DENIED, "block": DENIED}


def one(account: object = None, **changes: object) -> s3.S3Facts:
    return s3_facts(bucket("data", **{"block": None, **changes}), account_block=account)


CASES = {
    "blocked by the account, nothing else asked": case("pass", one(BLOCKED, **UNASKED)),
    "blocked by the bucket": case("pass", one(block=BLOCKED)),
    "public policy": case("fail", one(policy_is_public=True)),
    "public policy, bucket restricts": case("pass", one(policy_is_public=True, block=BLOCKED)),
    "public policy, only changes to come blocked": case(
        "fail", one(policy_is_public=True, block=replace(OPEN, block_public_policy=True))
    ),
    "public ACL": case("fail", one(ownership="ObjectWriter", acl=PUBLIC)),
    "public ACL of an old bucket": case("fail", one(ownership=None, acl=PUBLIC)),
    "public ACL but no ACLs": case("review", one(acl=PUBLIC)),
    "public ACL, ignored": case("pass", one(BLOCKED, ownership=None, acl=PUBLIC)),
    "a grant to log delivery": case("review", one(ownership=None, acl=STAFF)),
    "closed, but nothing guards": case("review", one(block=OPEN)),
    "approved": case("not_applicable", one(policy_is_public=True), scope=scope(reviewed_public_buckets=("data",))),
    "policy status unread": case("unknown", one(policy_is_public=DENIED)),
    "account block unread, public policy": case("unknown", one(DENIED, policy_is_public=True)),
    "ownership unread, public ACL": case("unknown", one(ownership=DENIED, acl=PUBLIC)),
    "ACL unread": case("unknown", one(ownership=None, acl=DENIED)),
    "open by policy, ACL unread": case("fail", one(policy_is_public=True, ownership=None, acl=DENIED)),
    "not public, bucket block unread": case("unknown", one(block=DENIED)),
    "one good, one open": case(
        "fail pass", s3_facts(bucket(), bucket("b", block=None, policy_is_public=True), account_block=None)
    ),
    "public access point": case("fail", replace(one(), access_points=(POINT,))),
    "public access point, bucket restricts": case("pass", replace(one(block=BLOCKED), access_points=(POINT,))),
    "public access point, approved": case(
        "not_applicable", replace(one(), access_points=(POINT,)), scope=scope(reviewed_public_buckets=("data",))
    ),
    "access points of its region unread": case(
        "unknown", replace(one(), access_points=(s3.UnlistedPoints("eu-west-1", DENIED),))
    ),
    "access points of another region unread": case(
        "review", replace(one(), access_points=(s3.UnlistedPoints("us-east-1", DENIED),))
    ),
    "access points unread, bucket restricts": case("pass", replace(one(block=BLOCKED), access_points=DENIED)),
    "no buckets": case("not_applicable", s3_facts()),
    "list refused": case("unknown", s3_facts(buckets=DENIED)),
    "denied": case("unknown", S3Facts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
