"""Creates and ends risk exceptions. Both are audited; neither changes a finding."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from ftrportal.audit.record import record
from ftrportal.organizations.models import User
from scanners.models import Connection, Finding, FindingException
from scanners.selectors.scans.exceptions import ACCEPTABLE, today

LONGEST = timedelta(days=365)


class ExceptionRefused(Exception):
    """The risk exception was refused; the text is the reason."""


@transaction.atomic
def accept_finding(*, finding: Finding, actor: User, reason: str, approver: str, ends_on: date) -> FindingException:
    """Create a risk exception until a date. It replaces an earlier one for the same check and resource."""
    if finding.outcome not in ACCEPTABLE:
        raise ExceptionRefused("You can accept the risk only of findings that failed or need review.")
    if not today() < ends_on <= today() + LONGEST:
        raise ExceptionRefused("Choose an end date after today and within one year.")
    # Two people accepting the same wait for each other here.
    Connection.objects.select_for_update().get(pk=finding.run.connection_id)
    about = {
        "account_id": finding.account_id,
        "check_id": finding.check_id,
        "region": finding.region,
        "resource": finding.resource,
    }
    earlier = FindingException.objects.filter(
        organization_id=finding.organization_id, withdrawn_at__isnull=True, **about
    )
    earlier.update(withdrawn_at=timezone.now(), withdrawn_by=actor)
    row = FindingException.objects.create(
        organization_id=finding.organization_id,
        reason=reason,
        approver=approver,
        ends_on=ends_on,
        created_by=actor,
        **about,
    )
    data = {**about, "approver": approver, "reason": reason, "ends_on": ends_on.isoformat()}
    record("exception.accepted", organization=finding.organization, actor=actor, target=row, **data)
    return row


@transaction.atomic
def withdraw_exception(*, exception: FindingException, actor: User) -> None:
    """End a risk exception now. Does nothing if it has ended."""
    rows = FindingException.objects.filter(pk=exception.pk, withdrawn_at__isnull=True)
    if rows.update(withdrawn_at=timezone.now(), withdrawn_by=actor):
        data = {"check_id": exception.check_id, "resource": exception.resource}
        record("exception.withdrawn", organization=exception.organization, actor=actor, target=exception, **data)
