"""Only log services write, for accounts that are known."""

from __future__ import annotations

import pytest

from scanners.engine.facts import s3
from tests.scanners.fact_builders import (
    BROKEN,
    DENIED,
    HERE,
    MEMBER,
    SIBLING,
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


def trail_of(account: str) -> dict[str, object]:
    return {"Condition": {"StringEquals": {"aws:SourceArn": f"arn:aws:cloudtrail:eu-west-1:{account}:trail/main"}}}


def for_account(account: str) -> dict[str, object]:
    return {"Condition": {"StringEquals": {"aws:SourceAccount": account}}}


LOG_SERVICES = (
    "cloudtrail.amazonaws.com",
    "config.amazonaws.com",
    "delivery.logs.amazonaws.com",
    "guardduty.amazonaws.com",
    "logdelivery.elasticloadbalancing.amazonaws.com",
    "logdelivery.elb.amazonaws.com",
    "logging.s3.amazonaws.com",
    "logs.amazonaws.com",
    "logs.eu-west-1.amazonaws.com",
    "redshift.amazonaws.com",
)
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
    "the service, for a foreign trail": case("review", logs(writes(SERVICE, **trail_of(VENDOR))), TRAIL),
    "the service, for a foreign account": case(
        "review", logs(writes(SERVICE, Condition={"StringEquals": {"aws:SourceAccount": VENDOR}})), TRAIL
    ),
    "the service, for the management account's trail": case(
        "pass", logs(writes(SERVICE, **trail_of(SIBLING))), TRAIL, MEMBER
    ),
    "the service, for the organization": case(
        "pass", logs(writes(SERVICE, Condition={"StringEquals": {"aws:SourceOrgID": "o-acme"}})), TRAIL, MEMBER
    ),
    "the service, for another organization": case(
        "review", logs(writes(SERVICE, Condition={"StringEquals": {"aws:SourceOrgID": "o-else"}})), TRAIL, MEMBER
    ),
    "a service that reads for a foreign account": case(
        "review",
        logs(allow("s3:GetObject", Principal=SERVICE, Condition={"StringEquals": {"aws:SourceAccount": VENDOR}})),
        TRAIL,
    ),
    "a load balancer's logs": case("pass", logs(writes({"AWS": "054676820928"})), TRAIL),
    "tagging by another account": case("review", logs({**writes({"AWS": VENDOR}), "Action": "s3:*Tagging"}), TRAIL),
    "an ACL that names another account": case(
        "review", s3_facts(bucket("acme-logs", ownership="ObjectWriter", acl=(s3.AclGrant("", "READ", "79a5"),))), TRAIL
    ),
    "an ACL of log delivery": case(
        "pass", s3_facts(bucket("acme-logs", ownership=None, acl=(s3.AclGrant("LogDelivery", "WRITE"),))), TRAIL
    ),
    "an ACL that was refused": case("unknown", s3_facts(bucket("acme-logs", ownership=None, acl=DENIED)), TRAIL),
    **{
        f"{name} for the own account": case("pass", logs(writes({"Service": name}, **for_account(HERE))), TRAIL)
        for name in LOG_SERVICES
    },
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
