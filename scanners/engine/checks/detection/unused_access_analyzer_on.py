"""IAM Access Analyzer for unused access is active; it is a paid feature, so never FAIL."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import unread_regions
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, passed, review
from scanners.engine.facts.access_analyzer import AnalyzerFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.scope import Scope

check = Check(
    id="unused_access_analyzer_on",
    title="Access Analyzer for unused access active",
    question="Is an unused access analyzer active in any Region?",
    needs=(AnalyzerFacts,),
    severity=Severity.INFO,
    weight=Weight.SUPPORTING,
    fix="Optional: create an analyzer of type ACCOUNT_UNUSED_ACCESS in one Region.",
    cli="aws accessanalyzer create-analyzer --analyzer-name unused --type ACCOUNT_UNUSED_ACCESS",
    console="IAM > Access Analyzer > Create analyzer > Unused access.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-create-unused.html",
)


@check.judge
def judge(scope: Scope, analyzers: Regional[AnalyzerFacts]) -> Iterator[Verdict]:
    """One analyzer in any Region covers all users and roles."""
    found = [(region, one) for region, fact in analyzers.known() for one in fact.unused]
    for region, one in found:
        yield passed(one.arn, f"An unused access analyzer is active in {region}.", region=region, type=one.kind)
    if found:
        return
    unread = tuple(unread_regions(scope, analyzers))
    yield from unread
    if not unread:
        yield review(scope.account_arn, "No unused access analyzer is visible. Document how unused access is found.")
