"""Log buckets are not public."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.storage._buckets import log_buckets, no_log_buckets
from scanners.engine.checks.storage._exposure import exposure
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, unknown
from scanners.engine.facts.cloudtrail import TrailFacts
from scanners.engine.facts.s3 import S3Facts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="log_bucket_not_public",
    title="Log bucket not public",
    question="Is public access to the log bucket blocked?",
    needs=(S3Facts,),
    also=(TrailFacts,),
    severity=Severity.CRITICAL,
    weight=Weight.DECISIVE,
    fix="Turn on Block Public Access for the bucket and for the account.",
    cli="aws s3api put-public-access-block --bucket ... --public-access-block-configuration "
    "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
    console="S3 > the bucket > Permissions > Block public access.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
)


@check.judge
def judge(scope: Scope, facts: S3Facts, trails: TrailFacts | Unknown) -> Iterator[Verdict]:
    """Considers policy, ACL and access points; UNKNOWN if one of them could not be read."""
    yield from no_log_buckets(scope, facts, trails)
    for bucket in log_buckets(facts, trails):
        arn, found = bucket.arn(scope.partition), exposure(bucket, facts)
        if found.channels:
            message = f"Log bucket {bucket.name} is public through its {', '.join(found.channels)}."
            yield failed(arn, message, region=bucket.region, channels=found.channels)
        elif found.gap:
            yield unknown(arn, found.gap, region=bucket.region)
        else:
            yield passed(arn, f"Log bucket {bucket.name} is not public.", region=bucket.region)
