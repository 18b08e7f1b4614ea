"""Without ACLs the bucket's policy is the only place to look."""

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
    title="ACLs are disabled",
    question="Are access control lists disabled on the bucket?",
    needs=(S3Facts,),
    severity=Severity.LOW,
    weight=Weight.ADVISORY,
    fix="Set object ownership to bucket owner enforced, after moving what the ACLs grant into the policy.",
    cli="aws s3api put-bucket-ownership-controls --bucket ... "
    "--ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'",
    console="S3 > the bucket > Permissions > Object Ownership.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
)


@check.judge
def judge(scope: Scope, facts: S3Facts) -> Iterator[Verdict]:
    """Not asked where public ACLs are ignored anyway."""
    yield from no_buckets(scope, facts)
    for bucket in known_buckets(facts):
        yield _judge_bucket(scope, bucket, facts)


def _judge_bucket(scope: Scope, bucket: Bucket, facts: S3Facts) -> Verdict:
    arn, region, ownership = bucket.arn(scope.partition), bucket.region, bucket.ownership
    if ownership == ENFORCED:
        return passed(arn, f"Bucket {bucket.name} has ACLs disabled.", region=region, ownership=ENFORCED)
    if isinstance(ownership, Unknown):
        if switched_on("ignore_public_acls", facts.account_block, bucket.block) is True:
            message = f"Public ACLs of bucket {bucket.name} are ignored anyway."
            return not_applicable(arn, "public_acls_ignored", message, region=region)
        return unknown(arn, ownership, region=region)
    seen = ownership or "not configured"
    return review(arn, f"ACLs of bucket {bucket.name} are live ({seen}).", region=region, ownership=seen)
