"""Trails record read and write management events in all enabled Regions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanners.engine.checks._ages import hours_since
from scanners.engine.checks.logging._coverage import full_trails, gap_of, possible_events
from scanners.engine.checks.logging._regions import Recorded, Sureness, coverage
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, review, unknown
from scanners.engine.facts.account import AccountFacts
from scanners.engine.facts.cloudtrail import TrailFacts
from scanners.engine.facts.organization import OrgFacts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

check = Check(
    id="cloudtrail_all_regions_logging",
    title="CloudTrail enabled in all Regions",
    question="Do trails record read and write management events in all enabled Regions?",
    needs=(TrailFacts,),
    also=(AccountFacts, OrgFacts),
    severity=Severity.CRITICAL,
    weight=Weight.DECISIVE,
    fix="Create a multi-Region trail with all management events, or an organization trail, and keep it logging.",
    cli="aws cloudtrail create-trail --name main --s3-bucket-name ... --is-multi-region-trail "
    "--enable-log-file-validation && aws cloudtrail start-logging --name main",
    console="CloudTrail > Trails > Create trail.",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-create-and-update-a-trail.html",
)


@check.judge
def judge(
    scope: Scope, facts: TrailFacts, account: AccountFacts | Unknown, organization: OrgFacts | Unknown
) -> Iterator[Verdict]:
    """UNKNOWN for trails that are new or could not be read."""
    found = coverage(scope, facts, account)
    if found.sureness is Sureness.COVERED:
        yield from _covered(scope, found.trails, organization)
    elif found.sureness in (Sureness.MINOR_EXCLUSIONS, Sureness.WITH_EXCLUSIONS):
        yield from _with_exclusions(found.trails)
    elif found.sureness is Sureness.YOUNG:
        gap = Unknown(Reason.NOT_COLLECTED, "", "The trail began logging less than an hour ago. Scan again later.")
        yield unknown(scope.account_arn, gap)
    elif found.sureness is Sureness.REGIONS_UNREAD:
        yield unknown(scope.account_arn, found.gap)
    elif found.sureness is Sureness.TRAILS_UNREAD:
        yield from (unknown(trail.arn, unread) for trail, _ in found.trails if (unread := gap_of(trail)))
    else:
        yield _uncovered(scope, facts, found.missing)


def _covered(scope: Scope, recorded: Recorded, organization: OrgFacts | Unknown) -> Iterator[Verdict]:
    listed = None if isinstance(organization, Unknown) else organization.account(scope.account_id)
    joined_at = listed.joined_at if listed else None
    is_new = joined_at is not None and hours_since(scope, joined_at) < 24
    complete = full_trails(TrailFacts(tuple(trail for trail, _ in recorded)))
    for trail, _ in recorded:
        is_complete = trail.is_organization and trail in complete
        seen: dict[str, Any] = {
            "home_region": trail.home_region,
            "owner": trail.owner_account_id,
            "is_complete": is_complete,
        }
        if trail.is_organization and is_new:
            message = f"Organization trail {trail.name} covers this account, which joined less than a day ago."
            yield review(trail.arn, message, **seen)
        else:
            yield passed(trail.arn, f"Trail {trail.name} records management events.", **seen)


def _with_exclusions(recorded: Recorded) -> Iterator[Verdict]:
    for trail, events in recorded:
        if events.excluded:
            sources = ", ".join(events.excluded)
            message = f"Trail {trail.name} excludes management events of {sources}. Document why."
            yield review(trail.arn, message, excluded=list(events.excluded))


def _uncovered(scope: Scope, facts: TrailFacts, missing: tuple[str, ...]) -> Verdict:
    stopped = [trail.name for trail in facts.trails if possible_events(trail) is None]
    note = f" Not logging: {', '.join(stopped)}." if stopped else ""
    message = f"Management events are not fully recorded in: {', '.join(missing)}.{note}"
    return failed(scope.account_arn, message, regions=list(missing), trails=[trail.arn for trail in facts.trails])
