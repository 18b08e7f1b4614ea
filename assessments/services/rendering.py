"""Creates a report in a worker: freeze, render, store. Idempotent, and safe to kill at any point."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DatabaseError, InterfaceError, connection, transaction

from assessments.models import Report, ReportKind, ReportStage, Snapshot
from assessments.reports.pdf import rendering as pdf
from assessments.reports.snapshot import freeze as snapshot
from assessments.reports.zip.contents import FileChangedError, FileMissingError, StoredFileError
from assessments.reports.zip.signing import NoSigningKeyError
from assessments.services.making import Content, content_of
from assessments.services.reports import send_report
from ftrportal.audit.record import record
from ftrportal.common.database.tenancy import enter_organization, organization_context, sweeper_context
from ftrportal.common.jobs import leases
from ftrportal.common.jobs.leases import JobStatus, LeaseLost
from ftrportal.common.jobs.sweeps import each

log = structlog.get_logger(__name__)
REASONS = {
    NoSigningKeyError: "report.no_signing_key",
    FileMissingError: "report.file_missing",
    FileChangedError: "report.file_changed",
    SoftTimeLimitExceeded: "report.too_slow",
}
# Whatever else went wrong would go wrong again.
MAY_PASS = frozenset({"report.typesetter_died", "report.internal"})
MOST_NAMES = 20  # of answers that a message names
TOLD_EVERY = 1.0  # seconds: a person reads no faster, and each is a write


def make_report(organization_id: UUID, report_id: UUID) -> None:
    """Claim and create the report. Does nothing if another worker has it or it has ended."""
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
    except (pdf.RenderFailedError, StoredFileError, NoSigningKeyError, SoftTimeLimitExceeded) as error:
        reason = getattr(error, "reason", "") or REASONS[type(error)]
        detail = ", ".join(getattr(error, "names", ())[:MOST_NAMES])
        log.error("report_failed", reason=reason, detail=getattr(error, "detail", str(error)), parts=detail)
        _fail(report, reason, detail=detail)
    except Exception:
        # The job's outer edge: whatever it was, a person sees a failed report and the operator a traceback.
        log.exception("report_failed", reason="report.internal")
        _fail(report, "report.internal")
    else:
        log.info("report_finished", seconds=round(time.monotonic() - started, 2))


def _make(report: Report) -> None:
    progress = StoredProgress(report)
    progress.at(ReportStage.FREEZING, 0)
    frozen = _freeze(report)
    with content_of(ReportKind(report.kind), frozen, progress) as content:
        progress.at(ReportStage.STORING, 97)
        with _lease_kept(report):
            _store(report, content)


@contextmanager
def _lease_kept(report: Report) -> Iterator[None]:
    """Renew the lease from a thread: taking a large pack to a bucket is one call that may last for minutes."""
    is_over = threading.Event()

    def keep() -> None:
        try:
            while not is_over.wait(settings.HEARTBEAT_SECONDS):
                with organization_context(report.organization_id):
                    leases.renew(report)
        except (LeaseLost, DatabaseError, InterfaceError) as error:
            # Whoever lost the lease is refused when the pack is to be finished.
            log.warning("report_lease_not_kept", error=type(error).__name__)
        finally:
            connection.close()

    keeper = threading.Thread(target=keep, name=f"report-{report.pk}", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        is_over.set()
        keeper.join(timeout=settings.LEASE_SECONDS)


class StoredProgress:
    """Writes stage and percent to the row, where the page reads them, and renews the lease with it."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._stage = report.stage
        self._due = self._beat_due = 0.0

    def at(self, stage: ReportStage, percent: int) -> None:
        """Store the progress: a new stage immediately, percentages at intervals."""
        if stage != self._stage or time.monotonic() >= self._due:
            self._stage = stage
            self._renew(stage=stage, percent=percent)

    def beat(self) -> None:
        """Keep the lease."""
        if time.monotonic() >= self._beat_due:
            self._renew()

    def _renew(self, **columns: object) -> None:
        now = time.monotonic()
        self._due, self._beat_due = now + TOLD_EVERY, now + min(TOLD_EVERY, settings.HEARTBEAT_SECONDS)
        with organization_context(self._report.organization_id):
            is_cancelled = leases.renew(self._report, **columns)
        if is_cancelled:
            raise pdf.RenderCancelledError


def _store(report: Report, content: Content) -> None:
    name = default_storage.save(f"t/{report.organization_id}/packs/{uuid.uuid4()}", content.file)
    columns: dict[str, Any] = {"size": content.size, "sha256": content.sha256, "pages": content.pages}
    try:
        with organization_context(report.organization_id):
            leases.end(report, JobStatus.FINISHED, file=name, stage=ReportStage.WAITING, percent=100, **columns)
            record("report.finished", organization=report.organization, actor=None, target=report, kind=report.kind)
    except LeaseLost:
        # Somebody else makes this report now: the file would be referenced by nothing.
        default_storage.delete(name)
        raise


def _freeze(report: Report) -> Snapshot:
    """Freeze in one consistent database snapshot, so that a pack never mixes states before and after a save."""
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


def _fail(report: Report, reason: str, *, detail: str = "") -> None:
    """End it, or queue it once more when the reason may pass. What was frozen stays frozen for the second attempt.

    `detail` names the answers or files it failed over, for the person who reads the message.
    """
    try:
        with organization_context(report.organization_id):
            if reason in MAY_PASS and leases.try_again(report):
                log.warning("report_tried_again", reason=reason)
                send_report(report)
            else:
                leases.end(report, JobStatus.FAILED, reason=reason, detail=detail)
    except LeaseLost:
        log.warning("report_lease_lost")


def _end(report: Report, status: JobStatus) -> None:
    try:
        with organization_context(report.organization_id):
            leases.end(report, status)
    except LeaseLost:
        log.warning("report_lease_lost")


def sweep_reports() -> list[tuple[str, str]]:
    """Requeue or fail reports whose worker died; returns (organization id, report id) of those to send again."""
    with sweeper_context():
        unfinished = list(Report.objects.values_list("organization_id", "pk"))
    waiting: list[tuple[str, str]] = []

    def look_after(organization_id: UUID, report_id: UUID) -> int:
        with organization_context(organization_id):
            has_to_be_sent = leases.needs_sending(Report, report_id)
        if has_to_be_sent:
            waiting.append((str(organization_id), str(report_id)))
        return has_to_be_sent

    each(unfinished, look_after)
    return waiting
