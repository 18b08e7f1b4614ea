"""Recovers scans and connections when messages are lost or workers die. Idempotent, run by the scheduler."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import structlog
from django.db.models import F, Q
from django.utils import timezone

from ftrportal.audit.record import record
from ftrportal.common.database.tenancy import organization_context, sweeper_context
from ftrportal.common.jobs import leases
from ftrportal.common.jobs.leases import JobStatus
from ftrportal.common.jobs.queue import send
from ftrportal.common.jobs.sweeps import each
from scanners.models import Connection, ConnectionStatus, ScanRun
from scanners.services.connections import verification
from scanners.services.scans.scheduling import in_turns

log = structlog.get_logger(__name__)

MESSAGE_SECONDS = 60  # a scan waits longer than that only behind others, and is then sent again
DAY = timedelta(hours=24)
VERIFIED_AT_ONCE = 60  # per sweep, so that an organization with hundreds of accounts does not hold up the others


def sweep_scans() -> int:
    """Resend waiting scans, and requeue or end those whose worker died. Returns the number of messages."""
    with sweeper_context():
        unfinished = ScanRun.objects.filter(status__in=[JobStatus.QUEUED, JobStatus.RUNNING]).order_by("created_at")
        rows = list(unfinished.values_list("organization_id", "pk"))
    return each(rows, _sweep_scan)


def sweep_connections() -> int:
    """Ask again for the verification of waiting connections, and daily of verified ones. Returns how many."""
    now = timezone.now()
    waiting = Q(status__in=[ConnectionStatus.DRAFT, ConnectionStatus.PROBING], created_at__gt=now - DAY)
    stale = Q(status__in=[ConnectionStatus.ACTIVE, ConnectionStatus.DEGRADED]) & (
        Q(verified_at__isnull=True) | Q(verified_at__lt=now - DAY)
    )
    with sweeper_context():
        oldest_first = Connection.objects.filter(waiting | stale).order_by(
            F("verification_asked_at").asc(nulls_first=True)
        )
        rows = list(oldest_first.values_list("organization_id", "pk"))
    return each(in_turns(rows)[:VERIFIED_AT_ONCE], _sweep_connection)


def _sweep_scan(organization_id: UUID, run_id: UUID) -> int:
    with organization_context(organization_id):
        before = _state(run_id)
        has_to_be_sent = leases.needs_sending(ScanRun, run_id)
        if before is not None and before.status == JobStatus.RUNNING:
            _note_death(before)
    if has_to_be_sent:
        send("scanners.run_scan", str(organization_id), str(run_id), expires=MESSAGE_SECONDS)
    return int(has_to_be_sent)


def _note_death(before: ScanRun) -> None:
    after = _state(before.pk)
    if after is None or after.status in (JobStatus.RUNNING, JobStatus.FINISHED):
        # It renewed its lease or ended by itself between our two looks: late, not dead.
        return
    log.warning("scan_worker_died", run=str(before.pk), attempt=before.attempt, now=after.status)
    record(
        "scan.interrupted",
        organization=before.organization,
        actor=None,
        target=before,
        attempt=before.attempt,
        now=after.status,
    )


def _state(run_id: UUID) -> ScanRun | None:
    run: ScanRun | None = ScanRun.objects.select_related("organization").filter(pk=run_id).first()
    return run


def _sweep_connection(organization_id: UUID, connection_id: UUID) -> int:
    with organization_context(organization_id):
        connection = Connection.objects.filter(pk=connection_id).first()
        return int(connection is not None and verification.ask_verification(connection=connection))
