"""GuardDuty is enabled in all Regions in use, because misused credentials are detected where they are used."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import Activities, unread_regions
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.config import ConfigFacts
from scanners.engine.facts.guardduty import GuardDutyFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.s3 import S3Facts
from scanners.engine.facts.tagging import TagFacts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="credential_misuse_detection",
    title="GuardDuty enabled in Regions in use",
    question="Is GuardDuty enabled in every Region with resources?",
    needs=(GuardDutyFacts,),
    also=(S3Facts, TagFacts, ConfigFacts),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Enable GuardDuty in the Region, or for all accounts through the organization.",
    cli="aws guardduty create-detector --enable --region ...",
    console="GuardDuty > Get started, once per region.",
    source="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_regions.html",
)


@check.judge
def judge(
    scope: Scope,
    guardduty: Regional[GuardDutyFacts],
    s3: S3Facts | Unknown,
    tags: Regional[TagFacts] | Unknown,
    config: Regional[ConfigFacts] | Unknown,
) -> Iterator[Verdict]:
    """NOT_APPLICABLE for Regions in which no resources were seen."""
    activities = Activities(s3, tags, config)
    for region, fact in guardduty.known():
        yield _judge_region(scope, region, fact, activities)
    yield from unread_regions(scope, guardduty)


def _judge_region(scope: Scope, region: str, fact: GuardDutyFacts, activities: Activities) -> Verdict:
    account, is_on = scope.account_arn, fact.is_on
    if isinstance(is_on, Unknown):
        return unknown(account, is_on, region=region)
    if is_on:
        ids = [one.id for one in fact.detectors]
        return passed(account, f"GuardDuty is enabled in {region}.", region=region, detectors=ids)
    activity = activities.of(region)
    if activity.gap:
        return unknown(account, activity.gap, region=region)
    if not activity.seen:
        message = f"GuardDuty is not enabled in {region}, where no resources were seen."
        return not_applicable(account, "no_resources_seen", message, region=region)
    message = f"GuardDuty is not enabled in {region}, where there are {' and '.join(activity.seen)}."
    return review(account, message, region=region, seen=list(activity.seen))
