"""Exceptions that hold now. The moment one ends its finding counts again: nothing has to run for that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from ftrportal.organizations.models import Organization, TenantQuerySet
from scanners.engine.checks.registry import all_checks
from scanners.engine.checks.verdicts import Outcome
from scanners.models import Finding, FindingException
from scanners.public_types import FindingView

Key = tuple[str, str, str, str]
Exceptions = Mapping[Key, FindingException]
ACCEPTABLE = frozenset({Outcome.FAIL.value, Outcome.REVIEW.value})
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class ExceptionLine:
    """One exception as the list shows it."""

    row: FindingException
    title: str
    state: str

    @property
    def holds(self) -> bool:
        return self.state == "Accepted"


def today() -> date:
    """The day that end dates are compared with, the same for everybody."""
    return datetime.now(UTC).date()


def holding(organization: Organization) -> TenantQuerySet:
    """Exceptions that are neither over nor withdrawn."""
    rows = FindingException.objects.for_organization(organization)
    return rows.filter(withdrawn_at__isnull=True, ends_on__gte=today())


def exceptions_in(organization: Organization, account_ids: Iterable[str]) -> Exceptions:
    """What is accepted in these accounts. One query."""
    rows = holding(organization).filter(account_id__in=list(account_ids))
    return {(row.account_id, row.check_id, row.region, row.resource): row for row in rows}


def key_of(finding: Finding | FindingView) -> Key:
    """What a finding is about."""
    return finding.account_id, finding.check_id, finding.region, finding.resource


def exception_of(finding: Finding) -> FindingException | None:
    """The exception that holds for a finding."""
    rows = holding(finding.organization).filter(
        account_id=finding.account_id, check_id=finding.check_id, region=finding.region, resource=finding.resource
    )
    row: FindingException | None = rows.first()
    return row


def with_exception(view: FindingView, accepted: Exceptions) -> FindingView:
    """The finding as the scan said it, with the exception beside it."""
    row = accepted.get(key_of(view))
    if row is None or view.outcome not in ACCEPTABLE:
        return view
    return replace(view, accepted_until=row.ends_on, accepted_because=row.reason, accepted_by=row.approver)


def as_review(view: FindingView) -> FindingView:
    """An accepted failure counts as something a person explains. It never counts as passed."""
    if view.accepted_until is None:
        return view
    ends = f"{view.accepted_until:%-d %b %Y}"
    text = f"Risk accepted until {ends}: {view.accepted_because} Scan result: {view.message}"
    return replace(view, outcome=Outcome.REVIEW.value, message=text)


def exception_rows(organization: Organization) -> TenantQuerySet:
    """All of them, the newest first, also those that are over."""
    return FindingException.objects.for_organization(organization).select_related("created_by", "withdrawn_by")


def exception_line(row: FindingException) -> ExceptionLine:
    """With the check's title and the state in one word."""
    check = all_checks().get(row.check_id)
    state = "Withdrawn" if row.withdrawn_at else "Accepted" if row.ends_on >= today() else "Ended"
    return ExceptionLine(row, check.title if check else row.check_id, state)
