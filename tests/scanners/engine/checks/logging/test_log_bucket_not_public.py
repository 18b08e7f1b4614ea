"""Every channel of the log bucket counts."""

from __future__ import annotations

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
    scope,
    trail,
    trails,
)

CHECK = "log_bucket_not_public"

TRAIL = trails(trail())
WRITERS = policy(allow("s3:PutObject", Principal={"Service": "cloudtrail.amazonaws.com"}))


def logs(account: object = None, **changes: object) -> s3.S3Facts:
    return s3_facts(bucket("acme-logs", block=None, **changes), account_block=account)


CASES = {
    "closed": case("pass", logs(), TRAIL),
    "public policy": case("fail", logs(policy_is_public=True), TRAIL),
    "public policy under the account's block": case("pass", logs(BLOCKED, policy_is_public=True), TRAIL),
    "public ACL": case("fail", logs(ownership=None, acl=(s3.AclGrant("AllUsers", "READ"),)), TRAIL),
    "policy status unread": case("unknown", logs(policy_is_public=DENIED), TRAIL),
    "public by ACL, policy unread": case(
        "fail", logs(policy_is_public=DENIED, ownership=None, acl=(s3.AclGrant("AllUsers", "READ"),)), TRAIL
    ),
    "one open, one closed, one elsewhere": case(
        "fail pass unknown",
        s3_facts(
            bucket("acme-logs", block=None, policy_is_public=True), bucket("more-logs", block=None), account_block=None
        ),
        trails(trail(), trail("b", bucket="more-logs"), trail("c", bucket="far")),
    ),
    "bucket of another account": case("unknown", s3_facts(), TRAIL),
    "no log bucket": case("review", s3_facts(bucket()), trails()),
    "no trail, and a bucket that may hold logs": case("unknown", s3_facts(bucket("x", policy=DENIED)), trails()),
    "no trail, and a policy not understood": case("unknown", s3_facts(bucket("x", policy=BROKEN)), trails()),
    "a log account that hides a bucket's policy": case(
        "pass unknown",
        s3_facts(bucket("y", policy=WRITERS), bucket("x", policy=DENIED)),
        trails(),
        scope=scope(is_log_account=True),
    ),
    "denied": case("unknown", TRAIL, S3Facts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
