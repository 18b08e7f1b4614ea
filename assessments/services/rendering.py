"""Making a report in a worker: freeze, render, typeset, store. Safe to run twice and to be killed at any point."""

from __future__ import annotations

import hashlib
import time
import uuid
from uuid import UUID

import structlog
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from assessments.models import Report, Snapshot
from assessments.reports import html, pdf, snapshot
from ftrportal.audit.record import record
from ftrportal.common import leases
from ftrportal.common.leases import JobStatus, LeaseLost
from ftrportal.common.tenancy import enter_organization, organization_context, sweeper_context

log = structlog.get_logger(__name__)


def make_report(organization_id: UUID, report_id: UUID) -> None:
    """Claim the report and make it; do nothing when another worker has it or it is over."""
    with organization_context(organization_id):
        report = leases.claim(Report, report_id)
    if report is None:
        return
    structlog.contextvars.bind_contextvars(organization=str(organization_id), report=str(report_id))
    started = time.monotonic()
    try:
        _make(report)
    except LeaseLost:
        log.warning("report_lease_lost")
    except pdf.RenderCancelledError:
        _end(report, JobStatus.CANCELLED)
    except pdf.RenderFailedError as error:
        log.error("report_failed", reason=error.reason, detail=error.detail)
        _end(report, JobStatus.FAILED, reason=error.reason)
    except Exception:
        # The job's outer edge: whatever it was, a person sees a failed report and the operator a traceback.
        log.exception("report_failed", reason="report.internal")
        _end(report, JobStatus.FAILED, reason="report.internal")
    else:
        log.info("report_finished", seconds=round(time.monotonic() - started, 2))


def _make(report: Report) -> None:
    frozen = _freeze(report)
    document = pdf.render(
        html.render(frozen.data, sha256=frozen.sha256),
        should_stop=lambda: _renew(report),
        poll_seconds=min(1.0, settings.HEARTBEAT_SECONDS),
    )
    name = default_storage.save(f"t/{report.organization_id}/packs/{uuid.uuid4()}", ContentFile(document))
    try:
        with organization_context(report.organization_id):
            leases.end(
                report,
                JobStatus.FINISHED,
                file=name,
                size=len(document),
                sha256=hashlib.sha256(document).hexdigest(),
                pages=pdf.page_count(document),
            )
            record("report.finished", organization=report.organization, actor=None, target=report)
    except LeaseLost:
        # Somebody else makes this report now: the file would be referenced by nothing.
        default_storage.delete(name)
        raise


def _freeze(report: Report) -> Snapshot:
    """One moment of one database state: a pack must not mix what stood before and after somebody's save."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        enter_organization(report.organization_id)
        report = Report.objects.select_related("assessment__workload", "organization", "requested_by").get(pk=report.pk)
        if report.snapshot_id:
            return Snapshot.objects.get(pk=report.snapshot_id)
        data = snapshot.take(report.assessment, taken_by=report.requested_by)
        frozen = Snapshot.objects.create(
            organization=report.organization,
            assessment=report.assessment,
            edition=report.assessment.edition,
            data=data,
            sha256=snapshot.digest(data),
            taken_by=report.requested_by,
        )
        # Under this isolation level a worker that lost its lease fails here instead of writing.
        leases.renew(report, snapshot=frozen)
        return frozen


def _renew(report: Report) -> bool:
    with organization_context(report.organization_id):
        return leases.renew(report)


def _end(report: Report, status: JobStatus, *, reason: str = "") -> None:
    try:
        with organization_context(report.organization_id):
            leases.end(report, status, reason=reason)
    except LeaseLost:
        log.warning("report_lease_lost")


def sweep_reports() -> list[tuple[str, str]]:
    """Requeue or fail reports whose worker died; returns (organization id, report id) of those to send again."""
    with sweeper_context():
        unfinished = list(Report.objects.values_list("organization_id", "pk"))
    waiting = []
    for organization_id, report_id in unfinished:
        with organization_context(organization_id):
            if leases.needs_sending(Report, report_id):
                waiting.append((str(organization_id), str(report_id)))
    return waiting
