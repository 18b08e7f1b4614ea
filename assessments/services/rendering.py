"""Making a report in a worker: freeze, render, typeset, store. Safe to run twice and to be killed at any point."""

from __future__ import annotations

import hashlib
import time
import uuid
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import connection, transaction

from assessments.models import Report, ReportKind, Snapshot
from assessments.pictures.gathering import pictures_of
from assessments.reports import bundle, html, pdf, snapshot
from assessments.reports.archival import archival
from assessments.reports.signing import NoSigningKeyError
from ftrportal.audit.record import record
from ftrportal.common import leases
from ftrportal.common.leases import JobStatus, LeaseLost
from ftrportal.common.tenancy import enter_organization, organization_context, sweeper_context

log = structlog.get_logger(__name__)
REASONS = {NoSigningKeyError: "report.no_signing_key", FileNotFoundError: "report.file_missing"}


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
    except (pdf.RenderFailedError, NoSigningKeyError, FileNotFoundError) as error:
        reason = getattr(error, "reason", "") or REASONS[type(error)]
        log.error("report_failed", reason=reason, detail=getattr(error, "detail", str(error)))
        _end(report, JobStatus.FAILED, reason=reason)
    except Exception:
        # The job's outer edge: whatever it was, a person sees a failed report and the operator a traceback.
        log.exception("report_failed", reason="report.internal")
        _end(report, JobStatus.FAILED, reason="report.internal")
    else:
        log.info("report_finished", seconds=round(time.monotonic() - started, 2))


def _make(report: Report) -> None:
    frozen = _freeze(report)
    write = html.render_gaps if report.kind == ReportKind.GAP_PDF else html.render
    pictures = pictures_of(frozen.data, folder=f"t/{report.organization_id}", between=_Heartbeat(report))
    document = pdf.render(
        write(frozen.data, sha256=frozen.sha256, pictures=pictures),
        should_stop=lambda: _renew(report),
        poll_seconds=min(1.0, settings.HEARTBEAT_SECONDS),
    )
    if report.kind == ReportKind.PACK_PDFA:
        document = archival(document, frozen.data, sha256=frozen.sha256)
    if report.kind == ReportKind.PACK_ZIP:
        _store_bundle(report, frozen, document)
    else:
        digest = hashlib.sha256(document).hexdigest()
        _store(report, ContentFile(document), size=len(document), sha256=digest, pages=pdf.page_count(document))


def _store_bundle(report: Report, frozen: Snapshot, document: bytes) -> None:
    """Through a temporary file: evidence may be larger than memory. Storage on this disk takes the file itself."""
    beat = _Heartbeat(report)
    with TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder, open(Path(folder, "pack"), "w+b") as target:
        bundle.write(
            target,
            frozen.data,
            sha256=frozen.sha256,
            document=document,
            open_stored=default_storage.open,
            between=beat,
        )
        size = target.tell()
        target.seek(0)
        digest = hashlib.file_digest(target, "sha256").hexdigest()
        target.seek(0)
        _store(report, _Movable(target), size=size, sha256=digest, pages=pdf.page_count(document))


class _Movable(File):  # type: ignore[type-arg]  # not subscriptable at run time
    """A file that storage on the same disk takes over by renaming, so that it never exists twice."""

    def temporary_file_path(self) -> str:
        return str(self.name)


class _Heartbeat:
    """Renews the lease now and then; raises RenderCancelledError when a person asked to stop."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._due = time.monotonic() + settings.HEARTBEAT_SECONDS

    def __call__(self) -> None:
        if time.monotonic() < self._due:
            return
        self._due = time.monotonic() + settings.HEARTBEAT_SECONDS
        if _renew(self._report):
            raise pdf.RenderCancelledError


def _store(report: Report, content: File[bytes], **columns: Any) -> None:
    name = default_storage.save(f"t/{report.organization_id}/packs/{uuid.uuid4()}", content)
    try:
        with organization_context(report.organization_id):
            leases.end(report, JobStatus.FINISHED, file=name, **columns)
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
