"""Requests and cancels reports."""

from __future__ import annotations

from assessments.models import Assessment, Report, ReportKind
from ftrportal.audit.record import record
from ftrportal.common.jobs import leases
from ftrportal.common.jobs.queue import send_on_commit
from ftrportal.organizations.models import User


def request_report(*, assessment: Assessment, actor: User, kind: ReportKind = ReportKind.PACK_PDF) -> Report:
    """Queue a report. Returns the running one of the same kind if there is one."""
    # Two clicks at once: the second waits here and then finds the first one's row.
    Assessment.objects.select_for_update().get(pk=assessment.pk)
    unfinished: Report | None = Report.objects.filter(
        assessment=assessment, kind=kind, status__in=[leases.JobStatus.QUEUED, leases.JobStatus.RUNNING]
    ).first()
    if unfinished is not None:
        return unfinished
    report = Report.objects.create(
        organization=assessment.organization, assessment=assessment, kind=kind, requested_by=actor
    )
    record(
        "report.requested",
        organization=assessment.organization,
        actor=actor,
        target=report,
        workload=assessment.workload.name,
        kind=kind,
    )
    send_report(report)
    return report


def cancel_report(*, report: Report, actor: User) -> None:
    """Cancel a queued or running report. Does nothing if it has ended."""
    if report.is_over:
        return
    leases.request_cancel(report)
    record("report.cancelled", organization=report.organization, actor=actor, target=report, kind=report.kind)


def send_report(report: Report) -> None:
    """Send the job after the commit."""
    send_on_commit("assessments.make_report", str(report.organization_id), str(report.pk))


def note_download(*, report: Report, actor: User) -> None:
    """Audit the download of a report."""
    record("report.downloaded", organization=report.organization, actor=actor, target=report, kind=report.kind)
