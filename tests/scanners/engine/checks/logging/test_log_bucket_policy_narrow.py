"""Only log services write, for accounts that are known."""

from __future__ import annotations

import pytest

from scanners.engine.facts import s3
from tests.scanners.fact_builders import (
    BROKEN,
    DENIED,
    HERE,
    VENDOR,
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

CHECK = "log_bucket_policy_narrow"

TRAIL = trails(trail())
TIED = {"Condition": {"StringEquals": {"aws:SourceArn": f"arn:aws:cloudtrail:eu-west-1:{HERE}:trail/main"}}}


def logs(*statements: dict[str, object]) -> s3.S3Facts:
    return s3_facts(bucket("acme-logs", policy=policy(*statements)))


def writes(principal: object, **more: object) -> dict[str, object]:
    return allow("s3:PutObject", "arn:aws:s3:::acme-logs/*", Principal=principal, **more)


SERVICE = {"Service": "cloudtrail.amazonaws.com"}
WRITERS = policy(writes(SERVICE, **TIED))
CASES = {
    "a log service and another one, tied": case(
        "review", logs(writes({"Service": ["cloudtrail.amazonaws.com", "ec2.amazonaws.com"]}, **TIED)), TRAIL
    ),
    "another account may read": case("pass", logs(allow("s3:GetObject", Principal={"AWS": VENDOR})), TRAIL),
    "only the service, tied": case("pass", logs(writes(SERVICE, **TIED)), TRAIL),
    "no policy": case("pass", s3_facts(bucket("acme-logs")), TRAIL),
    "the service, untied": case("review", logs(writes(SERVICE)), TRAIL),
    "another account": case("review", logs(writes({"AWS": VENDOR})), TRAIL),
    "everybody": case("fail", logs(writes("*")), TRAIL),
    "everybody may read": case("fail", logs(allow("s3:GetObject", Principal="*")), TRAIL),
    "everybody of the organization": case(
        "review", logs(writes("*", Condition={"StringEquals": {"aws:PrincipalOrgID": "o-acme"}})), TRAIL
    ),
    "not understood": case("unknown", s3_facts(bucket("acme-logs", policy=BROKEN)), TRAIL),
    "policy unread": case("unknown", s3_facts(bucket("acme-logs", policy=DENIED)), TRAIL),
    "one narrow, one open": case(
        "fail pass",
        s3_facts(
            bucket("acme-logs", policy=policy(writes(SERVICE, **TIED))), bucket("more-logs", policy=policy(writes("*")))
        ),
        trails(trail(), trail("b", bucket="more-logs")),
    ),
    "bucket of another account": case("unknown", s3_facts(), TRAIL),
    "no log bucket": case("review", s3_facts(), trails()),
    "no trail, and a bucket that may hold logs": case("unknown", s3_facts(bucket("x", policy=DENIED)), trails()),
    "no trail, and a policy not understood": case("unknown", s3_facts(bucket("x", policy=BROKEN)), trails()),
    "a log account that hides a bucket's policy": case(
        "pass unknown",
        s3_facts(bucket("y", policy=WRITERS), bucket("x", policy=DENIED)),
        trails(),
        scope=scope(is_log_account=True),
    ),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
