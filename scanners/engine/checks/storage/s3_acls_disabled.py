"""ACLs are disabled on buckets."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.storage._buckets import known_buckets, no_buckets
from scanners.engine.checks.storage._exposure import ENFORCED, switched_on
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.s3 import Bucket, S3Facts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="s3_acls_disabled",
    title="ACLs disabled",
    question="Are access control lists (ACLs) disabled on buckets?",
    needs=(S3Facts,),
    severity=Severity.LOW,
    weight=Weight.ADVISORY,
    fix="Move the grants of the ACLs to the bucket policy, then set Object Ownership to “Bucket owner enforced”.",
    cli="aws s3api put-bucket-ownership-controls --bucket ... "
    "--ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'",
    console="S3 > the bucket > Permissions > Object Ownership.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
)


@check.judge
def judge(scope: Scope, facts: S3Facts) -> Iterator[Verdict]:
    """NOT_APPLICABLE if public ACLs are ignored."""
    yield from no_buckets(scope, facts)
    for bucket in known_buckets(facts):
        yield _judge_bucket(scope, bucket, facts)


def _judge_bucket(scope: Scope, bucket: Bucket, facts: S3Facts) -> Verdict:
    arn, region, ownership = bucket.arn(scope.partition), bucket.region, bucket.ownership
    if ownership == ENFORCED:
        return passed(arn, f"Bucket {bucket.name} has ACLs disabled.", region=region, ownership=ENFORCED)
    if isinstance(ownership, Unknown):
        if switched_on("ignore_public_acls", facts.account_block, bucket.block) is True:
            message = f"Public ACLs are ignored on bucket {bucket.name}."
            return not_applicable(arn, "public_acls_ignored", message, region=region)
        return unknown(arn, ownership, region=region)
    seen = ownership or "not configured"
    return review(arn, f"ACLs are still enabled on bucket {bucket.name} ({seen}).", region=region, ownership=seen)
