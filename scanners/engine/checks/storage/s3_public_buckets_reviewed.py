"""Public buckets are reviewed and documented."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.storage._buckets import known_buckets, no_buckets
from scanners.engine.checks.storage._exposure import ENFORCED, Exposure, exposure, switched_on
from scanners.engine.checks.storage._writing import policy_gap, public_writing_grants, public_writing_statements
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, review, unknown
from scanners.engine.facts.policies import Policy
from scanners.engine.facts.s3 import Bucket, S3Facts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="s3_public_buckets_reviewed",
    title="Public buckets reviewed",
    question="Was every public bucket reviewed?",
    needs=(S3Facts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Serve the bucket through CloudFront with origin access control and block public access, or "
    "document why it is public.",
    console="S3 > Buckets; IAM Access Analyzer for S3.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-analyzer.html",
)


@check.judge
def judge(scope: Scope, facts: S3Facts) -> Iterator[Verdict]:
    """Considers policy, ACL and access points of every bucket."""
    yield from no_buckets(scope, facts)
    for bucket in known_buckets(facts):
        yield _judge_bucket(scope, bucket, exposure(bucket, facts), facts)


def _judge_bucket(scope: Scope, bucket: Bucket, found: Exposure, facts: S3Facts) -> Verdict:
    arn, region = bucket.arn(scope.partition), bucket.region
    if writing := _writing(bucket, found):
        message = f"Bucket {bucket.name} allows public write access: {', '.join(writing)}."
        return failed(arn, message, region=region, grants=writing, channels=found.channels)
    if found.gap:
        return unknown(arn, found.gap, region=region)
    return _judge_open(scope, bucket, found) if found.channels else _judge_closed(bucket, arn, facts)


def _judge_open(scope: Scope, bucket: Bucket, found: Exposure) -> Verdict:
    arn, region, channels = bucket.arn(scope.partition), bucket.region, ", ".join(found.channels)
    if bucket.name not in scope.reviewed_public_buckets:
        message = f"Bucket {bucket.name} is public through its {channels}, and no review is recorded."
        return review(arn, message, region=region, channels=found.channels)
    if found.points:
        message = (
            f"Bucket {bucket.name} is public through its {channels}. Document that these do not "
            "allow public write access."
        )
        return review(arn, message, region=region, channels=found.channels)
    if gap := policy_gap(bucket, is_open=found.policy is True):
        return unknown(arn, gap, region=region)
    message = f"Bucket {bucket.name} allows public read access, and its review is recorded."
    return passed(arn, message, region=region, channels=found.channels)


def _judge_closed(bucket: Bucket, arn: str, facts: S3Facts) -> Verdict:
    region = bucket.region
    if isinstance(bucket.ownership, Unknown) and _has_live_acls(bucket, facts):
        return unknown(arn, bucket.ownership, region=region)
    if _has_live_acls(bucket, facts):
        message = f"Bucket {bucket.name} is not public, but objects may be public by their own ACL."
        return review(arn, message, region=region, ownership=str(bucket.ownership or "not configured"))
    return passed(arn, f"Bucket {bucket.name} is not public.", region=region)


def _writing(bucket: Bucket, found: Exposure) -> list[str]:
    writing = public_writing_grants(bucket) if found.acl is True else []
    if found.policy is True and isinstance(bucket.policy, Policy):
        writing += [one.label for one in public_writing_statements(bucket.policy)]
    return writing


def _has_live_acls(bucket: Bucket, facts: S3Facts) -> bool:
    """Object ACLs are not listed, so only ignored or disabled ACLs rule out public objects."""
    return (
        bucket.ownership != ENFORCED
        and switched_on("ignore_public_acls", facts.account_block, bucket.block) is not True
    )
