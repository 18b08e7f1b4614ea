"""Deleted or overwritten objects can be restored."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import said
from scanners.engine.checks._copies import Copies, State
from scanners.engine.checks._declared import declared_reproducible
from scanners.engine.checks.registry import Check
from scanners.engine.checks.storage._buckets import known_buckets, no_buckets
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, review, unknown
from scanners.engine.facts.backup import BackupFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.s3 import Bucket, S3Facts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="s3_data_protected",
    title="Data in buckets can be restored",
    question="Do buckets with primary data have versioning, AWS Backup, replication or Object Lock?",
    needs=(S3Facts,),
    also=(BackupFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Enable versioning with a lifecycle rule for old versions, or add the bucket to an AWS Backup plan.",
    cli="aws s3api put-bucket-versioning --bucket ... --versioning-configuration Status=Enabled",
    console="S3 > the bucket > Properties > Bucket Versioning.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
)


@check.judge
def judge(scope: Scope, facts: S3Facts, backup: Regional[BackupFacts] | Unknown) -> Iterator[Verdict]:
    """Object Lock and replication require versioning, so only versioning is checked."""
    yield from no_buckets(scope, facts)
    copies = Copies(scope, backup)
    for bucket in known_buckets(facts):
        yield _judge(scope, bucket, copies)


def _judge(scope: Scope, bucket: Bucket, copies: Copies) -> Verdict:
    arn, region, name = bucket.arn(scope.partition), bucket.region, f"Bucket {bucket.name}"
    role, copy = scope.store(arn).role, copies.of(region, arn)
    if apart := declared_reproducible(scope, region, arn, name):
        return apart
    if copy.state is State.RECENT:
        return passed(
            arn, f"{name} has a recent recovery point in AWS Backup.", region=region, last_backup=said(copy.at)
        )
    if isinstance(bucket.versioning, Unknown):
        return unknown(arn, bucket.versioning, region=region)
    if bucket.versioning.status == "Enabled":
        return passed(arn, f"{name} has versioning enabled.", region=region, versioning="Enabled")
    if copy.gap:
        return unknown(arn, copy.gap, region=region)
    seen = bucket.versioning.status or "never enabled"
    if copy.may_be_continuous or copy.may_be_rare or copy.awaits_first_run:
        last = "a backup plan has not run yet" if copy.awaits_first_run else "its last recovery point is old"
        message = f"{name} has no versioning, and {last}. Document how often AWS Backup runs."
        return review(arn, message, region=region, versioning=seen, last_backup=said(copy.at))
    if role == "primary":
        return failed(
            arn, f"{name} holds primary data and has neither versioning nor backups.", region=region, versioning=seen
        )
    message = f"{name} has neither versioning nor backups. Declare what it holds."
    return review(arn, message, region=region, versioning=seen)
