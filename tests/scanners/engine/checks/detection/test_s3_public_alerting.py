"""A rule about public buckets, in the buckets' region, with somebody at its end."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, HERE, VENDOR, Case, assert_case, bucket, case, s3_facts
from tests.scanners.watch_facts import (
    GUARDDUTY_OFF,
    NO_ANALYZER,
    NO_CONFIG,
    NO_HUB,
    NO_MACIE,
    analyzers,
    config_facts,
    detector,
    hub,
    regional,
    rule,
    rules,
    target,
)

CHECK = "s3_public_alerting"
S3 = s3_facts(bucket())
ANALYZER = {"source": ["aws.access-analyzer"], "detail": {"status": ["ACTIVE"]}}
CALLS = {"detail": {"eventName": [{"prefix": "PutBucket"}], "eventSource": ["s3.amazonaws.com"]}}
LAMBDA = f"arn:aws:lambda:eu-west-1:{HERE}:function:alarm"


ON = tuple(map(regional, (analyzers("ACCOUNT"), config_facts("S3_BUCKET_PUBLIC_READ_PROHIBITED"))))
OFF = tuple(map(regional, (NO_ANALYZER, NO_CONFIG, NO_HUB, GUARDDUTY_OFF, NO_MACIE)))
HUB = {"source": ["aws.securityhub"]}


def found(expected: str, *some: object) -> Case:
    return case(expected, S3, regional(rules(*some)), *ON)  # type: ignore[arg-type]


def under(expected: str, pattern: dict[str, object], *working: object) -> Case:
    """One rule that reaches people, and the services that work; every other is off."""
    return case(expected, S3, regional(rules(rule(pattern, target()))), *OFF, *map(regional, working))


CASES = {
    "to people": found("pass", rule(ANALYZER, target())),
    "calls by name": found("pass", rule(CALLS, target())),
    "to a function": found("pass", rule(ANALYZER, target(LAMBDA, None))),
    "a topic nobody reads": found("review", rule(ANALYZER, target(subscriptions=0))),
    "a topic nobody reads beside a function": found("pass", rule(ANALYZER, target(subscriptions=0), target(LAMBDA))),
    "a topic unread": found("unknown", rule(ANALYZER, target(subscriptions=DENIED))),
    "a topic of another account": found("review", rule(ANALYZER, target(f"arn:aws:sns:eu-west-1:{VENDOR}:t", None))),
    "only a log": found("review", rule(ANALYZER, target(f"arn:aws:logs:eu-west-1:{HERE}:log-group:x", None))),
    "no target": found("review", rule(ANALYZER)),
    "targets unread": found("unknown", rule(ANALYZER, targets=DENIED)),
    "switched off": found("review", rule(ANALYZER, target(), state="DISABLED")),
    "a rule of an AWS service": found("review", rule(ANALYZER, target(), managed_by="securityhub.amazonaws.com")),
    "about roles only": found(
        "review", rule({"source": ["aws.access-analyzer"], "detail": {"resourceType": ["AWS::IAM::Role"]}}, target())
    ),
    "other events of the service": found(
        "review", rule({"source": ["aws.config"], "detail-type": ["Config Snapshot Delivery Status"]}, target())
    ),
    "the findings by type": found(
        "pass", rule({"source": ["aws.config"], "detail-type": ["Config Rules Compliance Change"]}, target())
    ),
    "of one analyzer": found("review", rule({**ANALYZER, "resources": ["arn:one"]}, target())),
    "calls on one bucket": found(
        "review", rule({"detail": {**CALLS["detail"], "requestParameters": {"bucketName": ["x"]}}}, target())
    ),
    "calls that open by policy only": found("review", rule({"detail": {"eventName": ["PutBucketPolicy"]}}, target())),
    "calls of another service": found("review", rule({**CALLS, "source": ["aws.ec2"]}, target())),
    "calls by the type of another event": found(
        "review", rule({**CALLS, "detail-type": ["AWS Console Sign In via CloudTrail"]}, target())
    ),
    "a pattern that is partly odd": found("review", rule({"source": ["aws.config", {"exists": True}]}, target())),
    "a narrow rule and a wide one": found(
        "pass", rule({"source": ["aws.config"], "detail": {"configRuleName": ["x"]}}, target()), rule(CALLS, target())
    ),
    "no rule": found("review"),
    "in one region of two": case(
        "pass review",
        s3_facts(bucket("a"), bucket("b", region="us-east-1")),
        regional(rules(rule(ANALYZER, target())), rules()),
        *ON,
    ),
    "about a service that is off": under("review", {"source": ["aws.macie"]}, detector()),
    "about a service that is off and one that works": under(
        "pass", {"source": ["aws.macie", "aws.guardduty"]}, detector()
    ),
    "about Trusted Advisor only": under("review", {"source": ["aws.trustedadvisor"]}, detector()),
    "about a hub that passes on what another finds": under("pass", HUB, hub(status="PENDING"), detector()),
    "about a hub with nothing to pass on": under("review", HUB, hub(status="PENDING")),
    "about a hub that is off": under("review", HUB, detector()),
    "about calls, whatever is off": under("pass", CALLS),
    "about a service that was not read": case(
        "unknown", S3, regional(rules(rule(ANALYZER, target()))), AnalyzerFacts=DENIED
    ),
    "the region unread": case("unknown", S3, regional(DENIED, rules())),
    "rules unread": case("unknown", S3, EventFacts=DENIED),
    "no buckets": case("not_applicable", s3_facts(), regional(rules())),
    "buckets refused": case("unknown", s3_facts(buckets=DENIED), regional(rules())),
    "denied": case("unknown", regional(rules()), S3Facts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
