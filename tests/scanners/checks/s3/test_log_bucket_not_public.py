"""Every channel of the log bucket counts."""

from __future__ import annotations

import pytest

from scanners.facts import s3
from tests.scanners.fact_builders import (
    BLOCKED,
    DENIED,
    Case,
    assert_case,
    bucket,
    case,
    s3_facts,
    trail,
    trails,
)

CHECK = "log_bucket_not_public"

TRAIL = trails(trail())


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
    "no log bucket": case("not_applicable", s3_facts(bucket()), trails()),
    "denied": case("unknown", TRAIL, S3Facts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
