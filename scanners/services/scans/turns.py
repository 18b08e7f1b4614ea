"""Selects the next scan. A message only signals a free slot; the database decides which scan gets it.

Organizations take turns: the one with the fewest scans running comes first, and of those the one that has not had a
turn for longest. So one with five hundred queued accounts delays another's single scan by the next free slot and no
more. No account is scanned twice at once, whoever connected it: its request rates are the account's.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, F, Max, Min, Q
from django.utils import timezone

from ftrportal.common.database.tenancy import organization_context, sweeper_context
from ftrportal.common.jobs import leases
from ftrportal.common.jobs.leases import JobStatus
from scanners.models import Connection, ScanRun

REMEMBERED = timedelta(hours=1)  # as long as the narrow policy shows when scans were started
_CLAIMING = 7_400_201  # any number of our own: the key of an advisory lock
_QUEUED, _RUNNING = Q(status=JobStatus.QUEUED), Q(status=JobStatus.RUNNING)


def claim_next() -> ScanRun | None:
    """Claim the next scan; None if no waiting scan may run now."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Two workers that looked at once would both see an organization, or an account, without a running scan.
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CLAIMING])
        for organization_id, run_id in _in_turn():
            run = claim_run(organization_id, run_id)
            if run is not None:
                return run
    return None


def claim_run(organization_id: UUID | str, run_id: UUID | str) -> ScanRun | None:
    """Claim this queued scan; None if there is nothing to do."""
    with organization_context(organization_id):
        if not ScanRun.objects.filter(pk=run_id, organization_id=organization_id).exists():
            return None
        run = leases.claim(ScanRun, run_id)
        if run is None:
            return None
        run.connection = Connection.objects.get(pk=run.connection_id)
        return run


def _in_turn() -> list[tuple[UUID, UUID]]:
    """The first waiting scan of each organization, in the order of their turns."""
    with sweeper_context():
        accounts = ScanRun.objects.filter(_RUNNING).values("connection__account_id")
        busy = Connection.objects.filter(account_id__in=accounts).values("pk")
        waiting = ScanRun.objects.filter(_QUEUED).exclude(connection_id__in=busy)
        first: dict[UUID, UUID] = {}
        for organization_id, run_id in waiting.order_by("created_at", "id").values_list("organization_id", "id"):
            first.setdefault(organization_id, run_id)
        seen = ScanRun.objects.filter(_QUEUED | _RUNNING | Q(started_at__gt=timezone.now() - REMEMBERED))
        turns = (
            seen.values("organization_id")
            .annotate(
                running=Count("id", filter=_RUNNING),
                last_turn_at=Max("started_at"),
                waits_since=Min("created_at", filter=_QUEUED),
            )
            .filter(organization_id__in=first)
            .order_by("running", F("last_turn_at").asc(nulls_first=True), "waits_since", "organization_id")
        )
        return [(turn["organization_id"], first[turn["organization_id"]]) for turn in turns]
