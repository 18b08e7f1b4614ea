"""A service detects public buckets in each Region with buckets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanners.engine.checks._by_region import in_region
from scanners.engine.checks.detection._bucket_regions import bucket_regions
from scanners.engine.checks.detection._watchers import Watchers
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.facts.access_analyzer import AnalyzerFacts
from scanners.engine.facts.config import ConfigFacts
from scanners.engine.facts.guardduty import GuardDutyFacts
from scanners.engine.facts.macie import MacieFacts
from scanners.engine.facts.organization import Membership, OrgFacts
from scanners.engine.facts.s3 import S3Facts
from scanners.engine.facts.securityhub import HubFacts
from scanners.engine.facts.support import SupportFacts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

_ELSEWHERE = (
    "No service in this account detects public buckets in the Region. Connect the "
    "organization's security account, which may."
)

check = Check(
    id="s3_public_monitoring",
    title="Public bucket detection enabled",
    question="Does a service detect public buckets in each Region with buckets?",
    needs=(S3Facts,),
    also=(AnalyzerFacts, ConfigFacts, HubFacts, GuardDutyFacts, MacieFacts, SupportFacts, OrgFacts),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Create an IAM Access Analyzer of type ACCOUNT in each Region with buckets. It is free of charge.",
    cli="aws accessanalyzer create-analyzer --analyzer-name outside --type ACCOUNT --region ...",
    console="IAM > Access Analyzer > Create analyzer, once per region.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-analyzer.html",
)


@check.judge
def judge(scope: Scope, s3: S3Facts, *also: Any) -> Iterator[Verdict]:
    """PASS with one active service; FAIL only for a standalone account in which all services were read."""
    *services, support, organization = also
    regions = bucket_regions(s3)
    if isinstance(regions, Unknown):
        yield unknown(scope.account_arn, regions)
        return
    if not regions:
        yield not_applicable(scope.account_arn, "no_buckets", "The account has no buckets.")
    for region in regions:
        watchers = Watchers(*(in_region(one, region) for one in services))
        yield _judge_region(scope, region, watchers, support, organization)


def _judge_region(
    scope: Scope, region: str, watchers: Watchers, support: SupportFacts | Unknown, organization: OrgFacts | Unknown
) -> Verdict:
    account, found = scope.account_arn, watchers.working()
    if found:
        message = f"Public buckets in {region} are detected by {', '.join(found)}."
        return passed(account, message, region=region, watchers=list(found))
    gap = watchers.gap() or next((one for one in (organization, support) if isinstance(one, Unknown)), None)
    if gap:
        return unknown(account, gap, region=region)
    if not isinstance(organization, OrgFacts) or organization.membership is not Membership.STANDALONE:
        return unknown(account, Unknown(Reason.NOT_COLLECTED, "", _ELSEWHERE), region=region)
    if isinstance(support, SupportFacts) and support.is_subscribed:
        message = f"Only Trusted Advisor detects public buckets in {region}. Document who reviews it."
        return review(account, message, region=region)
    return failed(account, f"No service detects public buckets in {region}.", region=region)
