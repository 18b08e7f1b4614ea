"""Management events of every enabled region are recorded, reading and writing ones, right now."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.checks._ages import hours_since
from scanners.checks.cloudtrail._coverage import (
    ManagementEvents,
    certain_events,
    gap_of,
    is_young,
    possible_events,
    uncovered_regions,
)
from scanners.facts.account import AccountFacts
from scanners.facts.cloudtrail import Trail, TrailFacts
from scanners.facts.organization import OrgFacts
from scanners.facts.unknown import Reason, Unknown
from scanners.registry import Check, Scope
from scanners.verdicts import Severity, Verdict, Weight, failed, passed, review, unknown

Recorded = list[tuple[Trail, ManagementEvents]]

check = Check(
    id="cloudtrail_all_regions_logging",
    title="CloudTrail records every region",
    question="Do trails record reading and writing management events of every enabled region right now?",
    needs=(TrailFacts,),
    also=(AccountFacts, OrgFacts),
    severity=Severity.CRITICAL,
    weight=Weight.DECISIVE,
    fix="Create one trail for all regions with management events, or an organization trail, and keep it logging.",
    cli="aws cloudtrail create-trail --name main --s3-bucket-name ... --is-multi-region-trail "
    "--enable-log-file-validation && aws cloudtrail start-logging --name main",
    console="CloudTrail > Trails > Create trail.",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-create-and-update-a-trail.html",
)

_NO_REGIONS = Unknown(Reason.MALFORMED, "account:ListRegions", "The list of enabled regions is empty.")


@check.judge
def judge(
    scope: Scope, facts: TrailFacts, account: AccountFacts | Unknown, organization: OrgFacts | Unknown
) -> Iterator[Verdict]:
    """Ever larger sets of trails are tried: the first one that covers everything decides how sure the answer is."""
    regions = account if isinstance(account, Unknown) else account.enabled_regions or _NO_REGIONS
    names = () if isinstance(regions, Unknown) else tuple(one.name for one in regions)
    recorded: Recorded = [(trail, events) for trail in facts.trails if (events := certain_events(trail))]
    grown = [one for one in recorded if not is_young(scope, one[0])]
    clean = [one for one in grown if not one[1].excluded]
    possible: Recorded = [(trail, events) for trail in facts.trails if (events := possible_events(trail))]
    if isinstance(regions, Unknown):
        clean, grown, recorded = (_multi_region(some) for some in (clean, grown, recorded))
    if not uncovered_regions(clean, names):
        yield from _covered(scope, clean, organization)
    elif not uncovered_regions(grown, names):
        yield from _with_exclusions(grown)
    elif not uncovered_regions(recorded, names):
        gap = Unknown(Reason.NOT_COLLECTED, "", "The trail began logging less than an hour ago; scan again later.")
        yield unknown(scope.account_arn, gap)
    elif possible and isinstance(regions, Unknown):
        yield unknown(scope.account_arn, regions)
    elif not uncovered_regions(possible, names):
        yield from (unknown(trail.arn, unread) for trail, _ in possible if (unread := gap_of(trail)))
    else:
        yield _uncovered(scope, facts, uncovered_regions(recorded, names))


def _multi_region(recorded: Recorded) -> Recorded:
    return [one for one in recorded if one[0].is_multi_region]


def _covered(scope: Scope, recorded: Recorded, organization: OrgFacts | Unknown) -> Iterator[Verdict]:
    listed = None if isinstance(organization, Unknown) else organization.account(scope.account_id)
    joined_at = listed.joined_at if listed else None
    is_new = joined_at is not None and hours_since(scope, joined_at) < 24
    for trail, _ in recorded:
        seen = {"home_region": trail.home_region, "owner": trail.owner_account_id}
        if trail.is_organization and is_new:
            message = f"Organization trail {trail.name} covers this account, which joined less than a day ago."
            yield review(trail.arn, message, **seen)
        else:
            yield passed(trail.arn, f"Trail {trail.name} records management events.", **seen)


def _with_exclusions(recorded: Recorded) -> Iterator[Verdict]:
    for trail, events in recorded:
        if events.excluded:
            sources = ", ".join(events.excluded)
            message = f"Trail {trail.name} leaves out management events of {sources}; say why."
            yield review(trail.arn, message, excluded=list(events.excluded))


def _uncovered(scope: Scope, facts: TrailFacts, missing: tuple[str, ...]) -> Verdict:
    stopped = [trail.name for trail in facts.trails if possible_events(trail) is None]
    note = f" Not logging: {', '.join(stopped)}." if stopped else ""
    message = f"Management events are not fully recorded in: {', '.join(missing)}.{note}"
    return failed(scope.account_arn, message, regions=list(missing), trails=[trail.arn for trail in facts.trails])
