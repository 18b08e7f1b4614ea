"""Buckets that should be private are not public, and Block Public Access keeps them private."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from scanners.engine.checks.registry import Check
from scanners.engine.checks.storage._buckets import known_buckets, no_buckets
from scanners.engine.checks.storage._exposure import ENFORCED, Block, exposure, switched_on
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.facts.s3 import Bucket, S3Facts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="s3_private_buckets_blocked",
    title="Public access blocked on private buckets",
    question="Is public access blocked on every bucket that should be private?",
    needs=(S3Facts,),
    severity=Severity.CRITICAL,
    weight=Weight.DECISIVE,
    fix="Turn on Block Public Access for the bucket or the account.",
    cli="aws s3api put-public-access-block --bucket ... --public-access-block-configuration "
    "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
    console="S3 > the bucket > Permissions > Block public access.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
)


@check.judge
def judge(scope: Scope, facts: S3Facts) -> Iterator[Verdict]:
    """Combines the policy status of AWS with Block Public Access, ACLs and access points."""
    yield from no_buckets(scope, facts)
    for bucket in known_buckets(facts):
        yield _judge_bucket(scope, bucket, facts)


def _judge_bucket(scope: Scope, bucket: Bucket, facts: S3Facts) -> Verdict:
    arn, found, account = bucket.arn(scope.partition), exposure(bucket, facts), facts.account_block
    if found.channels and bucket.name in scope.reviewed_public_buckets:
        message = f"Bucket {bucket.name} is public on purpose, and its review is recorded."
        return not_applicable(arn, "approved_public", message, region=bucket.region, channels=found.channels)
    if found.channels:
        message = f"Bucket {bucket.name} is public through its {' and '.join(found.channels)}."
        return failed(arn, message, region=bucket.region, channels=found.channels)
    if found.gap:
        return unknown(arn, found.gap, region=bucket.region)
    guard = _guard(bucket, account)
    if isinstance(guard, Unknown):
        return unknown(arn, guard, region=bucket.region)
    if not guard:
        message = f"Bucket {bucket.name} is not public, but Block Public Access is off, so it could become public."
        return review(arn, message, region=bucket.region)
    seen = {"account_block": _said(account), "bucket_block": _said(bucket.block)}
    return passed(arn, f"Bucket {bucket.name} is not public.", region=bucket.region, **seen)


def _said(block: Block) -> dict[str, bool] | str:
    """The four Block Public Access settings as evidence."""
    if block is None:
        return "not configured"
    return "not read" if isinstance(block, Unknown) else asdict(block)


def _guard(bucket: Bucket, account: Block) -> bool | Unknown:
    """True if both public policies and public ACL grants are blocked by some setting."""
    levels = (account, bucket.block)
    policy = [switched_on("restrict_public_buckets", *levels), switched_on("block_public_policy", *levels)]
    acl = [switched_on("ignore_public_acls", *levels), switched_on("block_public_acls", *levels)]
    acl.append(bucket.ownership == ENFORCED)
    for side in (policy, acl):
        if True not in side:
            return next((one for one in side if isinstance(one, Unknown)), False)
    return True
