"""What other apps see of connected accounts: the latest finished scan of each live connection and its findings."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from ftrportal.common.jobs.leases import JobStatus
from ftrportal.organizations.models import Organization
from scanners.engine.checks.registry import all_checks
from scanners.models import Connection, ConnectionStatus, Finding, ScanRun
from scanners.public_types import AccountView, FindingView, RunView, ScanFacts
from scanners.selectors.scans.exceptions import as_review, exceptions_in, with_exception
from scanners.selectors.scans.order import by_urgency


def findings_for(
    organization: Organization, account_ids: Iterable[str], *, check_ids: Iterable[str] | None = None
) -> list[FindingView]:
    """Findings of the latest finished scan of each account, of all checks or some, worst first. Three queries.

    A failure that somebody accepted stands as a review.
    """
    runs = {run.pk: run for run in latest_finished(organization, account_ids)}
    rows = Finding.objects.for_organization(organization).filter(run_id__in=runs)
    if check_ids is not None:
        rows = rows.filter(check_id__in=list(check_ids))
    accepted = exceptions_in(organization, {run.connection.account_id for run in runs.values()})
    views = (as_review(with_exception(finding_view(row, runs[row.run_id]), accepted)) for row in rows)
    return sorted(views, key=by_urgency)


def accounts_for(organization: Organization, account_ids: Iterable[str]) -> list[AccountView]:
    """One view per account id, in the order asked for. Three queries."""
    wanted = list(dict.fromkeys(account_ids))
    connections = {
        row.account_id: row
        for row in Connection.objects.for_organization(organization)
        .filter(account_id__in=wanted)
        .exclude(status=ConnectionStatus.REVOKED)
    }
    ids = [row.pk for row in connections.values()]
    last = {run.connection_id: run for run in _latest(organization, ids)}
    finished = {run.connection_id: run for run in _latest(organization, ids, status=JobStatus.FINISHED)}
    return [_account(account_id, connections.get(account_id), last, finished) for account_id in wanted]


def scan_facts_for(organization: Organization, account_ids: Iterable[str]) -> list[ScanFacts]:
    """How each account's latest finished scan was done. One query."""
    return [
        ScanFacts(
            run_id=run.pk,
            account_id=run.connection.account_id,
            role_arn=run.role_arn,
            session_name=run.session_name,
            regions=tuple(run.regions),
            started_at=run.started_at,
            finished_at=run.finished_at,
            calls=sum(run.calls.values()),
            unreadable=tuple(run.unreadable),
            facts_sha256=run.facts_sha256,
            facts_file=run.facts_file,
            declared=tuple(run.declared),
            requested_by=str(run.requested_by or ""),
        )
        for run in latest_finished(organization, account_ids)
        if run.finished_at is not None
    ]


def latest_finished(organization: Organization, account_ids: Iterable[str]) -> list[ScanRun]:
    """The latest finished scan of each live connection to one of the accounts, by account id."""
    rows = (
        ScanRun.objects.for_organization(organization)
        .filter(status=JobStatus.FINISHED, connection__account_id__in=list(account_ids))
        .exclude(connection__status=ConnectionStatus.REVOKED)
        .select_related("connection", "requested_by")
        .order_by("connection__account_id", "connection_id", "-finished_at", "id")
        .distinct("connection__account_id", "connection_id")
    )
    return list(rows)


def finding_view(finding: Finding, run: ScanRun) -> FindingView:
    """A finding with its check's texts; a check that was removed since leaves its id."""
    check = all_checks().get(finding.check_id)
    return FindingView(
        id=finding.pk,
        check_id=finding.check_id,
        title=check.title if check else finding.check_id,
        outcome=finding.outcome,
        severity=finding.severity,
        weight=finding.weight,
        account_id=finding.account_id,
        region=finding.region,
        resource=finding.resource,
        message=finding.message,
        fix=check.fix if check else "",
        reason=finding.reason,
        action=finding.action,
        evidence=finding.evidence,
        run_id=finding.run_id,
        observed_at=run.finished_at or run.created_at,
    )


def _latest(organization: Organization, connection_ids: Iterable[UUID], **filters: str) -> list[ScanRun]:
    rows = ScanRun.objects.for_organization(organization).filter(connection_id__in=list(connection_ids), **filters)
    return list(rows.order_by("connection_id", "-created_at", "id").distinct("connection_id"))


def _account(
    account_id: str, connection: Connection | None, last: dict[UUID, ScanRun], finished: dict[UUID, ScanRun]
) -> AccountView:
    if connection is None:
        return AccountView(account_id, None, "", "Not connected", "", None, None)
    last_run, finished_run = last.get(connection.pk), finished.get(connection.pk)
    return AccountView(
        account_id=account_id,
        connection_id=connection.pk,
        status=connection.status,
        status_label=connection.get_status_display(),
        role_arn=connection.role_arn,
        last_run=RunView.of(last_run) if last_run else None,
        last_finished_run=RunView.of(finished_run) if finished_run else None,
        is_judged_again=connection.declared_at is not None and finished_run is not None,
    )
