"""Log files are protected against deletion: Object Lock, MFA delete or versioning."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.storage._buckets import log_buckets, no_log_buckets
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, review, unknown
from scanners.engine.counts import counted
from scanners.engine.facts.cloudtrail import TrailFacts
from scanners.engine.facts.s3 import Bucket, ObjectLock, S3Facts, Versioning
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

MIN_NONCURRENT_DAYS = 30

check = Check(
    id="log_bucket_tamper_protected",
    title="Log storage protected from changes",
    question="Is the log bucket protected by Object Lock, MFA delete or versioning?",
    needs=(S3Facts,),
    also=(TrailFacts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Enable versioning and keep old versions for at least 30 days, or use Object Lock with a retention period.",
    cli="aws s3api put-bucket-versioning --bucket ... --versioning-configuration Status=Enabled",
    console="S3 > the bucket > Properties > Bucket Versioning, Object Lock.",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html",
)


@check.judge
def judge(scope: Scope, facts: S3Facts, trails: TrailFacts | Unknown) -> Iterator[Verdict]:
    """The strongest protection decides."""
    yield from no_log_buckets(scope, facts, trails)
    for bucket in log_buckets(facts, trails):
        yield _judge_bucket(bucket, bucket.arn(scope.partition))


def _judge_bucket(bucket: Bucket, arn: str) -> Verdict:
    lock, versioning = bucket.object_lock, bucket.versioning
    if isinstance(lock, ObjectLock) and lock.days > 0:
        message = f"Log bucket {bucket.name} has Object Lock with a retention of {counted(lock.days, 'day')}."
        return passed(arn, message, region=bucket.region, mode=lock.mode, days=lock.days)
    if isinstance(versioning, Versioning):
        # MFA delete protects versions. While versioning is suspended, new objects can be overwritten without MFA.
        if versioning.status == "Enabled" and versioning.mfa_delete:
            return passed(arn, f"Log bucket {bucket.name} has MFA delete enabled.", region=bucket.region)
        if versioning.status == "Enabled":
            return _judge_versions(bucket, arn)
    gap = next((one for one in (versioning, lock) if isinstance(one, Unknown)), None)
    if gap:
        return unknown(arn, gap, region=bucket.region)
    if isinstance(lock, ObjectLock):
        return review(
            arn, f"Log bucket {bucket.name} has Object Lock without a retention period.", region=bucket.region
        )
    return failed(arn, f"Log bucket {bucket.name} has neither versioning nor Object Lock.", region=bucket.region)


def _judge_versions(bucket: Bucket, arn: str) -> Verdict:
    if isinstance(bucket.lifecycle, Unknown):
        return unknown(arn, bucket.lifecycle, region=bucket.region)
    rules = [rule for rule in bucket.lifecycle or () if rule.is_enabled and rule.noncurrent_after_days is not None]
    days = min((rule.noncurrent_after_days or 0 for rule in rules), default=None)
    if days is not None and days < MIN_NONCURRENT_DAYS:
        message = (
            f"Log bucket {bucket.name} has versioning enabled, but deletes old versions after {counted(days, 'day')}."
        )
        return review(arn, message, region=bucket.region, noncurrent_days=days)
    kept = "indefinitely" if days is None else f"for {days} days"
    return passed(arn, f"Log bucket {bucket.name} keeps old versions {kept}.", region=bucket.region)
