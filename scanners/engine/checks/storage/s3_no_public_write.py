"""No bucket allows public write access."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.storage._buckets import known_buckets, no_buckets
from scanners.engine.checks.storage._exposure import exposure
from scanners.engine.checks.storage._writing import policy_gap, public_writing_grants, public_writing_statements
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, unknown
from scanners.engine.facts.s3 import Bucket, S3Facts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

check = Check(
    id="s3_no_public_write",
    title="No public write access to buckets",
    question="Does any bucket allow the public to write, delete or change permissions?",
    needs=(S3Facts,),
    severity=Severity.CRITICAL,
    weight=Weight.DECISIVE,
    fix="Remove the grant or statement now, then turn on Block Public Access.",
    cli="aws s3api put-bucket-acl --bucket ... --acl private",
    console="S3 > the bucket > Permissions.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
)


@check.judge
def judge(scope: Scope, facts: S3Facts) -> Iterator[Verdict]:
    """Considers effective public access only."""
    yield from no_buckets(scope, facts)
    verdicts = [_judge_bucket(scope, bucket, facts) for bucket in known_buckets(facts)]
    yield from (verdict for verdict in verdicts if verdict)
    if verdicts and not any(verdicts):
        yield not_applicable(scope.account_arn, "no_exposed_bucket", "No bucket is public.")


def _judge_bucket(scope: Scope, bucket: Bucket, facts: S3Facts) -> Verdict | None:
    arn, found = bucket.arn(scope.partition), exposure(bucket, facts)
    writing = public_writing_grants(bucket) if found.acl is True else []
    policy = bucket.policy if found.policy is True else None
    if policy is not None and not isinstance(policy, Unknown):
        writing += [one.label for one in public_writing_statements(policy)]
    if writing:
        message = f"Bucket {bucket.name} allows public write access: {', '.join(writing)}."
        return failed(arn, message, region=bucket.region, grants=writing)
    gap = found.gap or policy_gap(bucket, is_open=found.policy is True)
    if gap:
        return unknown(arn, gap, region=bucket.region)
    if found.points:
        detail = f"Access point {found.points[0]} is public, and its policy is not read by the scan."
        return unknown(arn, Unknown(Reason.NOT_COLLECTED, "", detail), region=bucket.region)
    if not found.channels:
        return None
    return passed(arn, f"Bucket {bucket.name} is public, but does not allow public write access.", region=bucket.region)
