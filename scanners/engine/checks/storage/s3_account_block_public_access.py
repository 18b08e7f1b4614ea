"""S3 Block Public Access is on for the account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from scanners.engine.checks.registry import Check
from scanners.engine.checks.storage._buckets import known_buckets
from scanners.engine.checks.storage._exposure import exposure
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.s3 import S3Facts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="s3_account_block_public_access",
    title="Account-level Block Public Access on",
    question="Are all four Block Public Access settings on for the account?",
    needs=(S3Facts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Turn on all four settings for the account, or document which buckets must be public and why.",
    cli="aws s3control put-public-access-block --account-id ... --public-access-block-configuration "
    "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
    console="S3 > Block Public Access settings for this account > Edit.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-block-public-access-account.html",
)


@check.judge
def judge(scope: Scope, facts: S3Facts) -> Iterator[Verdict]:
    """Never FAIL, because buckets that are public on purpose prevent it; buckets have checks of their own."""
    block = facts.account_block
    public = sorted(one.name for one in known_buckets(facts) if one.name in scope.reviewed_public_buckets)
    public = [name for name in public if name not in _closed(facts)]
    if isinstance(block, Unknown):
        yield unknown(scope.account_arn, block)
    elif public and not (block and block.is_complete):
        message = f"Bucket {public[0]} is public on purpose, so not all settings can be on. See the checks of buckets."
        yield not_applicable(scope.account_arn, "approved_public", message, buckets=public[:20])
    elif block is None:
        yield review(scope.account_arn, "Block Public Access is not configured for the account.")
    elif block.is_complete:
        yield passed(
            scope.account_arn, "All four Block Public Access settings are on for the account.", **asdict(block)
        )
    else:
        off = ", ".join(_aws_name(name) for name, is_on in asdict(block).items() if not is_on)
        yield review(
            scope.account_arn, f"Block Public Access settings are off for the account: {off}.", **asdict(block)
        )


def _closed(facts: S3Facts) -> frozenset[str]:
    """True if the bucket is certainly not public; a recorded review alone does not make it public."""
    found = ((bucket.name, exposure(bucket, facts)) for bucket in known_buckets(facts))
    return frozenset(name for name, one in found if not (one.channels or one.gap))


def _aws_name(name: str) -> str:
    """The name of the setting in the API, such as BlockPublicAcls."""
    return name.title().replace("_", "")
