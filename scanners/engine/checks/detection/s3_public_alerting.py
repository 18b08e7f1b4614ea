"""EventBridge rules notify people of findings about public buckets, in each Region with buckets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanners.engine.checks._by_region import in_region
from scanners.engine.checks.detection._bucket_regions import bucket_regions
from scanners.engine.checks.detection._routes import reaches_somebody
from scanners.engine.checks.detection._watchers import Watchers
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.access_analyzer import AnalyzerFacts
from scanners.engine.facts.config import ConfigFacts
from scanners.engine.facts.events import AlertRule, EventFacts
from scanners.engine.facts.guardduty import GuardDutyFacts
from scanners.engine.facts.macie import MacieFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.s3 import S3Facts
from scanners.engine.facts.securityhub import HubFacts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="s3_public_alerting",
    title="Alert when a bucket becomes public",
    question="Are people notified of findings about public buckets?",
    needs=(S3Facts,),
    also=(EventFacts, AnalyzerFacts, ConfigFacts, HubFacts, GuardDutyFacts, MacieFacts),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Create an EventBridge rule that sends the findings to an SNS topic with subscribers.",
    cli='aws events put-rule --name public-buckets --event-pattern \'{"source":["aws.access-analyzer"]}\'',
    console="EventBridge > Rules > Create rule > Target: SNS topic.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-eventbridge.html",
)


@check.judge
def judge(scope: Scope, s3: S3Facts, events: Regional[EventFacts] | Unknown, *services: Any) -> Iterator[Verdict]:
    """REVIEW for rules that filter findings or whose target is in another account."""
    regions = bucket_regions(s3)
    if isinstance(regions, Unknown):
        yield unknown(scope.account_arn, regions)
        return
    if not regions:
        yield not_applicable(scope.account_arn, "no_buckets", "The account has no buckets.")
    for region in regions:
        fact = in_region(events, region)
        if isinstance(fact, Unknown):
            yield unknown(scope.account_arn, fact, region=region)
        else:
            watchers = Watchers(*(in_region(one, region) for one in services))
            yield _judge_region(scope, region, fact, watchers)


def _judge_region(scope: Scope, region: str, fact: EventFacts, watchers: Watchers) -> Verdict:
    rules = [one for one in fact.rules if one.is_own and _is_about_buckets(one)]
    states = [(one, _carries(scope, one, watchers)) for one in rules]
    for rule, state in states:
        if state is True and _is_wide(rule):
            message = f"Rule {rule.name} sends findings about public buckets in {region} to its targets."
            return passed(rule.arn, message, region=region, sources=list(rule.pattern.sources), targets=_targets(rule))
    for rule, state in states:
        if isinstance(state, Unknown):
            return unknown(rule.arn, state, region=region)
    if not rules:
        message = (
            f"No rule in {region} notifies people of findings about public buckets. Document who is notified and how."
        )
        return review(scope.account_arn, message, region=region)
    message = (
        f"Rule {rules[0].name} in {region} filters findings, uses a service that is not enabled there, or has a target "
        "whose recipients are not visible. Document who is notified."
    )
    return review(rules[0].arn, message, region=region, rules=[one.name for one in rules][:20])


def _carries(scope: Scope, rule: AlertRule, watchers: Watchers) -> bool | Unknown:
    """True if an active service sends the events and a target notifies people; API call events need no service."""
    reaches = reaches_somebody(scope, rule)
    if reaches is not True or rule.pattern.hears_every_opening:
        return reaches
    spoken = [watchers.speaks(source) for source in rule.pattern.detectors]
    return True if True in spoken else next((one for one in spoken if isinstance(one, Unknown)), False)


def _is_about_buckets(rule: AlertRule) -> bool:
    return bool(rule.pattern.detectors) or rule.pattern.watches_opening_calls


def _is_wide(rule: AlertRule) -> bool:
    """True if the rule selects all findings of a service, or API calls by name."""
    pattern = rule.pattern
    return pattern.hears_every_opening or (bool(pattern.detectors) and not pattern.is_narrowed)


def _targets(rule: AlertRule) -> list[str]:
    return [] if isinstance(rule.targets, Unknown) else sorted({one.service for one in rule.targets})
