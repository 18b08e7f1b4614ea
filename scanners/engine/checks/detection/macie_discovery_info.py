"""Amazon Macie is enabled in Regions with buckets, which is optional."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import in_region
from scanners.engine.checks.detection._bucket_regions import bucket_regions
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.macie import MacieFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.s3 import S3Facts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="macie_discovery_info",
    title="Macie sensitive data discovery",
    question="Is Macie enabled in the Regions with buckets?",
    needs=(S3Facts,),
    also=(MacieFacts,),
    severity=Severity.INFO,
    weight=Weight.ADVISORY,
    fix="Optional: enable Macie in the Regions with buckets.",
    console="Macie > Get started, once per region.",
    source="https://docs.aws.amazon.com/macie/latest/user/what-is-macie.html",
)


@check.judge
def judge(scope: Scope, s3: S3Facts, macie: Regional[MacieFacts] | Unknown) -> Iterator[Verdict]:
    """One verdict per Region with buckets."""
    regions = bucket_regions(s3)
    if isinstance(regions, Unknown):
        yield unknown(scope.account_arn, regions)
        return
    if not regions:
        yield not_applicable(scope.account_arn, "no_buckets", "The account has no buckets.")
    for region in regions:
        fact = in_region(macie, region)
        if isinstance(fact, Unknown):
            yield unknown(scope.account_arn, fact, region=region)
        elif fact.is_on:
            yield passed(scope.account_arn, f"Macie is enabled in {region}.", region=region, status=fact.status)
        else:
            message = f"Macie is not enabled in {region}, which has buckets."
            yield review(scope.account_arn, message, region=region, status=fact.status or "off")
