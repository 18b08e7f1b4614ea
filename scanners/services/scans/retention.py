"""Deletes old facts; findings and the SHA-256 of the facts are kept."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from ftrportal.audit.record import record
from ftrportal.common.database.tenancy import organization_context, sweeper_context
from ftrportal.common.jobs.leases import JobStatus
from ftrportal.common.jobs.sweeps import each
from scanners.models import ScanRun

SHORTEST_DAYS = 30  # the narrow policy shows the sweeper nothing younger
_AT_ONCE = 500


def forget_facts() -> int:
    """Delete the facts of scans older than SCAN_FACTS_DAYS. Returns the number of files."""
    days = max(SHORTEST_DAYS, settings.SCAN_FACTS_DAYS)
    with sweeper_context():
        old = ScanRun.objects.filter(
            status=JobStatus.FINISHED, finished_at__lt=timezone.now() - timedelta(days=days)
        ).exclude(facts_file="")
        rows = list(old.order_by("finished_at").values_list("organization_id", "id")[:_AT_ONCE])
    return each(rows, _forget)


def _forget(organization_id: UUID, run_id: UUID) -> int:
    with organization_context(organization_id):
        run = ScanRun.objects.select_related("organization").get(pk=run_id)
    if not run.facts_file:
        return 0  # another worker was faster
    # First: a file without its row is found by nobody and would stay for ever, a row without its file says "gone".
    default_storage.delete(run.facts_file)
    with organization_context(organization_id):
        if not ScanRun.objects.filter(pk=run_id, facts_file=run.facts_file).update(facts_file=""):
            return 0
        record("scan.facts_forgotten", organization=run.organization, actor=None, target=run)
    return 1
