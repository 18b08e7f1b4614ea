"""CloudTrail records every account of the workload, connected or not."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.logging._coverage import certain_events, gap_of
from scanners.engine.checks.logging._owner import as_owner_sees
from scanners.engine.checks.logging._regions import Sureness, coverage
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, review, unknown
from scanners.engine.facts.account import AccountFacts
from scanners.engine.facts.cloudtrail import Trail, TrailFacts
from scanners.engine.facts.organization import OrgFacts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import OwnAccount, Scope

check = Check(
    id="cloudtrail_every_account_covered",
    title="CloudTrail enabled in all accounts",
    question="Does a trail record every account of the workload, including non-production?",
    needs=(TrailFacts,),
    also=(AccountFacts, OrgFacts),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Use an organization trail, which records every member account.",
    cli="aws cloudtrail create-trail --is-organization-trail --is-multi-region-trail --name ... --s3-bucket-name ...",
    console="CloudTrail > Trails > Create trail > Enable for all accounts in my organization.",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html",
)


@check.judge
def judge(
    scope: Scope, facts: TrailFacts, account: AccountFacts | Unknown, organization: OrgFacts | Unknown
) -> Iterator[Verdict]:
    """This account by its own trails, others by an organization trail seen from here.

    Connected production accounts have their own verdict. Scans of non-production accounts do not count for an answer,
    so these accounts are treated like accounts that are not connected.
    """
    yield _this_account(scope, facts, account)
    trail = next((one for one in as_owner_sees(scope, facts.trails) if _is_full_organization_trail(one)), None)
    if not scope.own_accounts:
        yield review(scope.account_arn, "The accounts of the workload are not declared.")
    for own in scope.own_accounts:
        if own.id != scope.account_id and not (own.is_connected and own.stage == "production"):
            yield _other_account(scope, own, trail, organization)


def _is_full_organization_trail(trail: Trail) -> bool:
    events = certain_events(trail) if trail.is_organization and trail.is_multi_region else None
    return events is not None and events.read and events.write and events.is_nearly_whole


def _this_account(scope: Scope, facts: TrailFacts, account: AccountFacts | Unknown) -> Verdict:
    found = coverage(scope, facts, account)
    names = ", ".join(trail.name for trail, _ in found.trails)
    if found.sureness is Sureness.WITH_EXCLUSIONS:
        excluded = sorted({one for _, events in found.trails for one in events.excluded})
        message = f"Account {scope.account_id} is recorded by {names}, except these events: {', '.join(excluded)}."
        return review(scope.account_arn, message, excluded=excluded)
    if found.sureness in (Sureness.COVERED, Sureness.MINOR_EXCLUSIONS):
        return passed(scope.account_arn, f"Account {scope.account_id} is recorded by {names}.")
    if found.sureness is Sureness.UNCOVERED:
        message = f"Account {scope.account_id} is not recorded in: {', '.join(found.missing)}."
        return failed(scope.account_arn, message, regions=list(found.missing))
    if found.sureness is Sureness.YOUNG:
        detail = "The trail began logging less than an hour ago. Scan again later."
        return unknown(scope.account_arn, Unknown(Reason.NOT_COLLECTED, "", detail))
    unread = (gap for trail, _ in found.trails if (gap := gap_of(trail)))
    return unknown(scope.account_arn, next(unread, found.gap))


def _other_account(scope: Scope, own: OwnAccount, trail: Trail | None, organization: OrgFacts | Unknown) -> Verdict:
    account_id = own.id
    arn = f"arn:{scope.partition}:iam::{account_id}:root"
    if isinstance(organization, OrgFacts) and trail and organization.account(account_id):
        return passed(arn, f"Account {account_id} is recorded by organization trail {trail.name}.")
    if trail:
        message = f"Document that account {account_id} is in the organization of trail {trail.name}."
        return review(arn, message)
    if own.is_connected:
        return review(
            arn, f"Account {account_id} has no organization trail. Check in its own scan that it is recorded."
        )
    detail = f"Account {account_id} is not connected, and no organization trail is visible."
    return unknown(arn, Unknown(Reason.NOT_COLLECTED, "", detail))
