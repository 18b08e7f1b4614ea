"""Finished scans whose news somebody has to look at, each once."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from ftrportal.common.database.tenancy import organization_context, sweeper_context
from ftrportal.common.jobs.leases import JobStatus
from scanners.models import ScanRun

NEWS_FOR = timedelta(hours=24)
_AT_ONCE = 200


def unannounced_scans() -> list[tuple[str, str]]:
    """(organization id, scan id) of scans finished within a day that nobody has looked at, the oldest first."""
    with sweeper_context():
        rows = ScanRun.objects.filter(
            status=JobStatus.FINISHED, announced_at__isnull=True, finished_at__gt=timezone.now() - NEWS_FOR
        )
        pairs = rows.order_by("finished_at", "id").values_list("organization_id", "id")[:_AT_ONCE]
        return [(str(organization_id), str(run_id)) for organization_id, run_id in pairs]


def take_news(organization_id: UUID | str, run_id: UUID | str) -> ScanRun | None:
    """Mark a scan's news as looked at; None when somebody else did. Inside the organization's context."""
    rows = ScanRun.objects.filter(pk=run_id, organization_id=organization_id, status=JobStatus.FINISHED)
    if not rows.filter(announced_at__isnull=True).update(announced_at=timezone.now()):
        return None
    run: ScanRun = rows.select_related("connection", "organization").get()
    return run


def give_back_news(organization_id: UUID | str, run_id: UUID | str) -> None:
    """The news could not be told: the next sweep tries again, for a day."""
    with organization_context(organization_id):
        ScanRun.objects.filter(pk=run_id, organization_id=organization_id).update(announced_at=None)
