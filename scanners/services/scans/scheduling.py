"""Starts scheduled scans. The due time is a column, so no scan is lost while the scheduler is down."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

import structlog
from django.utils import timezone

from ftrportal.common.database.tenancy import organization_context, sweeper_context
from ftrportal.common.jobs.sweeps import each
from scanners.models import Connection, ConnectionStatus, Schedule
from scanners.services.scans.runs import ScanRefused, start_run
from scanners.services.scans.schedules import next_scan

log = structlog.get_logger(__name__)


def start_due_scans() -> int:
    """Start all due scans, in turns among organizations. Returns their number."""
    with sweeper_context():
        due = Connection.objects.filter(status=ConnectionStatus.ACTIVE, next_scan_at__lte=timezone.now())
        rows = list(due.order_by("next_scan_at", "id").values_list("organization_id", "id"))
    return each(in_turns(rows), _start)


def in_turns(rows: list[tuple[UUID, UUID]]) -> list[tuple[UUID, UUID]]:
    """The first of every organization, then the second of every one, and so on."""
    seen: Counter[UUID] = Counter()
    ranked = []
    for place, (organization_id, connection_id) in enumerate(rows):
        ranked.append((seen[organization_id], place, (organization_id, connection_id)))
        seen[organization_id] += 1
    return [row for _, _, row in sorted(ranked)]


def _start(organization_id: UUID, connection_id: UUID) -> int:
    with organization_context(organization_id):
        now = timezone.now()
        rows = Connection.objects.select_for_update(skip_locked=True, of=("self",)).select_related("organization")
        connection = rows.filter(pk=connection_id, next_scan_at__lte=now).first()
        if connection is None:
            return 0  # another beat was faster, or somebody turned it off
        connection.next_scan_at = next_scan(
            Schedule(connection.schedule),
            zone=connection.organization.time_zone,
            connection_id=connection.pk,
            after=now,
        )
        connection.save(update_fields=["next_scan_at"])
        try:
            start_run(connection=connection, actor=None)
        except ScanRefused as refused:
            log.info("scheduled_scan_skipped", connection=str(connection_id), reason=refused.message_id)
            return 0
        return 1
