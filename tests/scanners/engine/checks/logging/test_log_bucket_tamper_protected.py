"""Object Lock, MFA delete, or versions that are kept."""

from __future__ import annotations

import pytest

from scanners.engine.facts import s3
from tests.scanners.fact_builders import (
    BROKEN,
    DENIED,
    Case,
    assert_case,
    bucket,
    case,
    policy,
    s3_facts,
    scope,
    trail,
    trails,
)

CHECK = "log_bucket_tamper_protected"

TRAIL = trails(trail())
OFF = s3.Versioning("", False)


def logs(**changes: object) -> s3.S3Facts:
    return s3_facts(bucket("acme-logs", **changes), bucket("data", versioning=OFF))


def drops(days: int, *, is_enabled: bool = True) -> tuple[s3.LifecycleRule, ...]:
    return (s3.LifecycleRule(is_enabled, None, days),)


WRITERS = policy(
    {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "*"}
)
CASES = {
    "versions kept for ever": case("pass", logs(), TRAIL),
    "versions kept long enough": case("pass", logs(lifecycle=drops(30)), TRAIL),
    "versions dropped early": case("review", logs(lifecycle=drops(7)), TRAIL),
    "an early rule that is off": case("pass", logs(lifecycle=drops(7, is_enabled=False)), TRAIL),
    "locked": case("pass", logs(versioning=OFF, object_lock=s3.ObjectLock("COMPLIANCE", 90)), TRAIL),
    "locked, versioning unread": case(
        "pass", logs(versioning=DENIED, object_lock=s3.ObjectLock("GOVERNANCE", 30)), TRAIL
    ),
    "lock without retention": case("review", logs(versioning=OFF, object_lock=s3.ObjectLock("", 0)), TRAIL),
    "MFA delete": case("pass", logs(versioning=s3.Versioning("Enabled", True), lifecycle=drops(1)), TRAIL),
    "MFA delete while versioning is suspended": case("fail", logs(versioning=s3.Versioning("Suspended", True)), TRAIL),
    "never versioned": case("fail", logs(versioning=OFF), TRAIL),
    "suspended": case("fail", logs(versioning=s3.Versioning("Suspended", False)), TRAIL),
    "never versioned, lock unread": case("unknown", logs(versioning=OFF, object_lock=DENIED), TRAIL),
    "versioning unread": case("unknown", logs(versioning=DENIED), TRAIL),
    "lifecycle unread": case("unknown", logs(lifecycle=DENIED), TRAIL),
    "bucket of another account": case("unknown", s3_facts(bucket("data")), TRAIL),
    "own bucket and a foreign one": case("pass unknown", logs(), trails(trail(), trail("b", bucket="far"))),
    "log account sees no trail": case("pass", s3_facts(bucket("x", policy=WRITERS)), trails()),
    "no log bucket": case("review", s3_facts(bucket("data")), trails()),
    "no trail, and a bucket that may hold logs": case("unknown", s3_facts(bucket("x", policy=DENIED)), trails()),
    "no trail, and a policy not understood": case("unknown", s3_facts(bucket("x", policy=BROKEN)), trails()),
    "a log account that hides a bucket's policy": case(
        "pass unknown",
        s3_facts(bucket("y", policy=WRITERS), bucket("x", policy=DENIED)),
        trails(),
        scope=scope(is_log_account=True),
    ),
    "trails unread": case("unknown", s3_facts(bucket("data")), TrailFacts=DENIED),
    "buckets refused": case("unknown", s3_facts(buckets=DENIED), TRAIL),
    "denied": case("unknown", TRAIL, S3Facts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
