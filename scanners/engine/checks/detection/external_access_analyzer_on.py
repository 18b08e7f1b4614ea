"""IAM Access Analyzer for external access is active in Regions in use."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import Activities, unread_regions
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.access_analyzer import AnalyzerFacts
from scanners.engine.facts.config import ConfigFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.s3 import S3Facts
from scanners.engine.facts.tagging import TagFacts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="external_access_analyzer_on",
    title="Access Analyzer for external access active",
    question="Is IAM Access Analyzer for external access active in the Regions in use?",
    needs=(AnalyzerFacts,),
    also=(S3Facts, TagFacts, ConfigFacts),
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Create an analyzer of type ACCOUNT in the Region. It is free of charge.",
    cli="aws accessanalyzer create-analyzer --analyzer-name outside --type ACCOUNT --region ...",
    console="IAM > Access Analyzer > Create analyzer, once per region.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-getting-started.html",
)


@check.judge
def judge(
    scope: Scope,
    analyzers: Regional[AnalyzerFacts],
    s3: S3Facts | Unknown,
    tags: Regional[TagFacts] | Unknown,
    config: Regional[ConfigFacts] | Unknown,
) -> Iterator[Verdict]:
    """REVIEW without an analyzer, because an organization's analyzer is in another account."""
    activities = Activities(s3, tags, config)
    for region, fact in analyzers.known():
        yield _judge_region(scope, region, fact, activities)
    yield from unread_regions(scope, analyzers)


def _judge_region(scope: Scope, region: str, fact: AnalyzerFacts, activities: Activities) -> Verdict:
    account, found = scope.account_arn, fact.external
    if found:
        kinds = sorted({one.kind for one in found})
        return passed(found[0].arn, f"An external access analyzer is active in {region}.", region=region, types=kinds)
    activity = activities.of(region)
    if activity.gap:
        return unknown(account, activity.gap, region=region)
    if not activity.seen:
        message = f"No analyzer in {region}, where no resources were seen."
        return not_applicable(account, "no_resources_seen", message, region=region)
    message = (
        f"No active external access analyzer is visible in {region}. Document it if an "
        "organization analyzer in another account covers this account."
    )
    return review(account, message, region=region, seen=list(activity.seen))
