"""What keeps scans and connections moving when messages are lost and workers die. Run by beat, safe to run twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db.models import Q
from django.utils import timezone

from ftrportal.audit.record import record
from ftrportal.common import leases
from ftrportal.common.leases import JobStatus
from ftrportal.common.queue import send
from ftrportal.common.tenancy import organization_context, sweeper_context
from scanners.models import Connection, ConnectionStatus, ScanRun
from scanners.services import verification

log = structlog.get_logger(__name__)

RESEND_SECONDS = 20
MESSAGE_SECONDS = 60  # a scan waits longer than that only behind others, and is then sent again
DAY = timedelta(hours=24)


def sweep_scans() -> int:
    """Send waiting scans again, queue or fail those whose worker died. Returns how many were touched."""
    return sum(_sweep_scan(organization_id, run_id) for organization_id, run_id in _overdue_scans())


def sweep_connections() -> int:
    """Ask again for the verification of waiting connections, and daily of verified ones. Returns how many."""
    return sum(_sweep_connection(organization_id, row_id) for organization_id, row_id in _due_connections())


def _overdue_scans() -> list[tuple[UUID, UUID]]:
    now = timezone.now()
    with sweeper_context():
        rows = ScanRun.objects.filter(_unsent(now) | _dead(now)).order_by("created_at")
        return list(rows.values_list("organization_id", "pk"))


def _unsent(now: datetime) -> Q:
    old = Q(sent_at__isnull=True) | Q(sent_at__lt=now - timedelta(seconds=RESEND_SECONDS))
    return Q(status=JobStatus.QUEUED) & old


def _dead(now: datetime) -> Q:
    return Q(status=JobStatus.RUNNING, lease_until__lt=now)


def _sweep_scan(organization_id: UUID, run_id: UUID) -> int:
    now = timezone.now()
    with organization_context(organization_id):
        run = ScanRun.objects.filter(_dead(now), pk=run_id).select_related("organization").first()
        if run is not None:
            _bury(run)
        # Compare-and-set: two sweepers at once send one message.
        is_ours = ScanRun.objects.filter(_unsent(now), pk=run_id).update(sent_at=now)
    if is_ours:
        from scanners.tasks import run_scan_task

        send(run_scan_task, str(organization_id), str(run_id), expires=MESSAGE_SECONDS)
    return 1 if is_ours or run is not None else 0


def _bury(run: ScanRun) -> None:
    status = leases.requeue_or_fail(run)
    log.warning("scan_worker_died", run=str(run.pk), attempt=run.attempt, now=status)
    record("scan.interrupted", organization=run.organization, actor=None, target=run, attempt=run.attempt, now=status)


def _due_connections() -> list[tuple[UUID, UUID]]:
    now = timezone.now()
    waiting = Q(status__in=[ConnectionStatus.DRAFT, ConnectionStatus.PROBING], created_at__gt=now - DAY)
    stale = Q(status__in=[ConnectionStatus.ACTIVE, ConnectionStatus.DEGRADED]) & (
        Q(verified_at__isnull=True) | Q(verified_at__lt=now - DAY)
    )
    with sweeper_context():
        return list(Connection.objects.filter(waiting | stale).values_list("organization_id", "pk"))


def _sweep_connection(organization_id: UUID, connection_id: UUID) -> int:
    with organization_context(organization_id):
        connection = Connection.objects.filter(pk=connection_id).first()
        return int(connection is not None and verification.ask_verification(connection=connection))
