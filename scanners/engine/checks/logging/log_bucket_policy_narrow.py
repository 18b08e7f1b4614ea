"""Only log services should write into the log bucket, and only for accounts that are ours."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._gaps import unreadable_policy
from scanners.engine.checks.registry import Check
from scanners.engine.checks.storage._actions import writes
from scanners.engine.checks.storage._buckets import log_buckets, no_log_buckets
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, review, unknown
from scanners.engine.facts.cloudtrail import TrailFacts
from scanners.engine.facts.policies import Statement
from scanners.engine.facts.s3 import Bucket, S3Facts
from scanners.engine.facts.trust import bounding_condition, names_everybody
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

_LOG_SERVICES = frozenset(
    [
        "cloudtrail.amazonaws.com",
        "config.amazonaws.com",
        "delivery.logs.amazonaws.com",
        "logging.s3.amazonaws.com",
        "logdelivery.elasticloadbalancing.amazonaws.com",
    ]
)
_SERVICE_CONDITION_KEYS = frozenset(["aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths"])

check = Check(
    id="log_bucket_policy_narrow",
    title="Only log services write to the log bucket",
    question="Does the policy of the log bucket let only log services write, on behalf of known accounts?",
    needs=(S3Facts,),
    also=(TrailFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Tie the CloudTrail statement to aws:SourceArn or aws:SourceOrgID, and remove other writers.",
    cli="aws s3api put-bucket-policy --bucket ... --policy file://policy.json",
    console="S3 > the bucket > Permissions > Bucket policy.",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html",
)


@check.judge
def judge(scope: Scope, facts: S3Facts, trails: TrailFacts | Unknown) -> Iterator[Verdict]:
    """Statement by statement; what could not be understood keeps the bucket from passing."""
    yield from no_log_buckets(scope, facts, trails)
    for bucket in log_buckets(facts, trails):
        yield _judge_bucket(bucket, bucket.arn(scope.partition))


def _judge_bucket(bucket: Bucket, arn: str) -> Verdict:
    policy, region = bucket.policy, bucket.region
    if isinstance(policy, Unknown):
        return unknown(arn, policy, region=region)
    statements = [] if policy is None else list(policy.allows)
    open_ones = [one.label for one in statements if names_everybody(one) and not bounding_condition(one)]
    if open_ones:
        message = f"The policy of log bucket {bucket.name} lets everybody in: {', '.join(open_ones)}."
        return failed(arn, message, region=region, statements=open_ones)
    if policy is not None and not policy.is_readable:
        return unknown(arn, unreadable_policy(policy, action="s3:GetBucketPolicy"), region=region)
    others = [one.label for one in statements if writes(one) and not _is_log_service(one)]
    if others:
        message = f"The policy of log bucket {bucket.name} lets others write, or log services unconditionally."
        return review(arn, message, region=region, statements=others)
    return passed(arn, f"Only log services may write to log bucket {bucket.name}.", region=region)


def _is_log_service(statement: Statement) -> bool:
    if not statement.principals or any(one.value not in _LOG_SERVICES for one in statement.principals):
        return False
    condition = bounding_condition(statement)
    return condition is not None and condition.key in _SERVICE_CONDITION_KEYS
