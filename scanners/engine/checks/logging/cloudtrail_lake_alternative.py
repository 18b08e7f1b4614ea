"""A CloudTrail Lake event data store records management events if no trail does, for review by a person."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.logging._regions import Sureness, coverage
from scanners.engine.checks.logging._selectors import advanced_events
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, review, unknown
from scanners.engine.facts.account import AccountFacts
from scanners.engine.facts.cloudtrail import EventDataStore, LakeFacts, TrailFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="cloudtrail_lake_alternative",
    title="Event data store instead of a trail",
    question="Without a trail, does an event data store record management events of all Regions?",
    needs=(TrailFacts,),
    also=(LakeFacts, AccountFacts),
    severity=Severity.INFO,
    weight=Weight.SUPPORTING,
    fix="Create a trail with a bucket in a separate account. Turn on termination protection for the event data store.",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-lake.html",
)


# Trails of these kinds record all Regions.
_QUALIFIED = (Sureness.COVERED, Sureness.MINOR_EXCLUSIONS, Sureness.YOUNG)


@check.judge
def judge(
    scope: Scope, facts: TrailFacts, lake: Regional[LakeFacts] | Unknown, account: AccountFacts | Unknown
) -> Iterator[Verdict]:
    """REVIEW at best, because the requirement is a bucket in another account."""
    if coverage(scope, facts, account).sureness in _QUALIFIED:
        yield not_applicable(scope.account_arn, "trail_qualifies", "A trail records management events.")
        return
    if isinstance(lake, Unknown):
        yield unknown(scope.account_arn, lake)
        return
    stores = [(region, one) for region, fact in lake.known() for one in fact.stores]
    good = [one for _, one in stores if isinstance(one, EventDataStore) and _holds_everything(one)]
    for store in good:
        message = f"Event data store {store.name} records management events. Document why it replaces a trail."
        yield review(store.arn, message, retention_days=store.retention_days)
    gaps = [*lake.unknown(), *((region, one) for region, one in stores if isinstance(one, Unknown))]
    if not good:
        yield from (unknown(scope.account_arn, gap, region=region) for region, gap in gaps)
    if not good and not gaps:
        yield review(scope.account_arn, "Neither a trail nor an event data store records all management events.")


def _holds_everything(store: EventDataStore) -> bool:
    events = [found for one in store.selectors if (found := advanced_events(one)) and not found.excluded]
    is_complete = any(one.read for one in events) and any(one.write for one in events)
    return store.status == "ENABLED" and store.is_multi_region and store.is_termination_protected and is_complete
