"""Judging a finished scan again: the same facts, today's checks and declarations, and no call to AWS.

The scan keeps its time, because that is when the account was seen; findings about the same keep their ids.
"""

from __future__ import annotations

from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from ftrportal.audit.record import record
from ftrportal.common.leases import JobStatus
from ftrportal.common.queue import send_on_commit
from ftrportal.common.tenancy import organization_context, sweeper_context
from ftrportal.organizations.models import User
from scanners.engine import ScanResult, judge
from scanners.models import Connection, Finding, ScanRun
from scanners.selectors.declarations import declarations_of
from scanners.services.results import findings_of
from scanners.stored_facts import FactsUnreadable, load_scan

log = structlog.get_logger(__name__)

_JUDGED = ("outcome", "severity", "weight", "account_id", "message", "reason", "action", "evidence")
_BATCH = 500


@transaction.atomic
def ask_rejudging(*, run: ScanRun, actor: User) -> bool:
    """Have a finished scan judged again by a worker. False when its facts are not kept any more."""
    if run.status != JobStatus.FINISHED or not run.facts_file:
        return False
    record("scan.rejudging_asked", organization=run.organization, actor=actor, target=run)
    from scanners.tasks import rejudge_run_task

    send_on_commit(rejudge_run_task, str(run.organization_id), str(run.pk))
    return True


def rejudge_run(organization_id: UUID | str, run_id: UUID | str) -> bool:
    """Judge one scan again. False when there is nothing to judge; safe to be called twice."""
    with organization_context(organization_id):
        rows = ScanRun.objects.select_related("connection", "connection__organization", "organization")
        run = rows.filter(pk=run_id, organization_id=organization_id, status=JobStatus.FINISHED).first()
        if run is None:
            return False
        declared = declarations_of(run.connection)
    try:
        stored = load_scan(run)
    except FactsUnreadable as unreadable:
        log.warning("scan_not_rejudged", run=str(run_id), reason=unreadable.message_id)
        with organization_context(organization_id):
            record(
                "scan.not_rejudged", organization=run.organization, actor=None, target=run, reason=unreadable.message_id
            )
        return False
    scope = declared.added_to(stored.scope)
    verdicts = judge(stored.facts, scope)
    result = ScanResult(scope=scope, facts=stored.facts, verdicts=verdicts, calls={}, unreadable=())
    with organization_context(organization_id):
        _replace(run, findings_of(run, result))
    return True


def rejudge_latest() -> int:
    """Judge the latest finished scan of every live connection again. How many were."""
    with sweeper_context():
        connections = list(Connection.objects.order_by("organization_id", "id").values_list("organization_id", "id"))
    return sum(_rejudge_latest_of(organization_id, connection_id) for organization_id, connection_id in connections)


def _rejudge_latest_of(organization_id: UUID, connection_id: UUID) -> int:
    with organization_context(organization_id):
        runs = ScanRun.objects.filter(connection_id=connection_id, status=JobStatus.FINISHED).exclude(facts_file="")
        run = runs.order_by("-finished_at", "id").first()
    return int(run is not None and rejudge_run(organization_id, run.pk))


def _replace(run: ScanRun, judged: list[Finding]) -> None:
    ScanRun.objects.select_for_update().get(pk=run.pk)
    before = {_key(row): row for row in Finding.objects.filter(run_id=run.pk)}
    kept, new = [], []
    for row in judged:
        old = before.pop(_key(row), None)
        if old is None:
            new.append(row)
        elif any(getattr(old, field) != getattr(row, field) for field in _JUDGED):
            for field in _JUDGED:
                setattr(old, field, getattr(row, field))
            kept.append(old)
    Finding.objects.filter(pk__in=[row.pk for row in before.values()]).delete()
    Finding.objects.bulk_update(kept, _JUDGED, batch_size=_BATCH)
    Finding.objects.bulk_create(new, batch_size=_BATCH)
    ScanRun.objects.filter(pk=run.pk).update(judged_at=timezone.now())
    numbers = {"changed": len(kept), "added": len(new), "removed": len(before)}
    record("scan.rejudged", organization=run.organization, actor=None, target=run, **numbers)


def _key(row: Finding) -> tuple[str, str, str]:
    return row.check_id, row.region, row.resource
