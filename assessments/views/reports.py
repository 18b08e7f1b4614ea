"""Evidence packs of a workload: ask for one, watch it being made, download it."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_POST

from assessments import access
from assessments.models import ReportKind
from assessments.selectors.reports import reports_of
from assessments.services import reports
from ftrportal.common.web.htmx import is_htmx, partial
from ftrportal.organizations.http import MemberRequest
from ftrportal.organizations.models import Role

FILE_TYPES = {
    ReportKind.PACK_PDF: ("evidence-pack", "pdf", "application/pdf"),
    ReportKind.GAP_PDF: ("gap-report", "pdf", "application/pdf"),
    ReportKind.PACK_PDFA: ("evidence-pack-pdfa", "pdf", "application/pdf"),
    ReportKind.PLAN_XLSX: (
        "remediation-plan",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    ReportKind.PLAN_CSV: ("remediation-plan", "csv", "text/csv"),
    ReportKind.PLAN_TASKS: ("remediation-tasks", "md", "text/markdown"),
    ReportKind.PLAN_JIRA: ("remediation-jira", "csv", "text/csv"),
    ReportKind.PACK_ZIP: ("evidence-pack", "zip", "application/zip"),
}
ROW = "assessments/partials/report_row.html"


@require_GET
def report_list(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    workload = access.get_workload(request.membership, workload_id)
    context = {"workload": workload, "reports": reports_of(workload)}
    return render(request, "assessments/report_list.html", context)


@require_POST
def report_create(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    assessment = access.get_assessment(request.membership, workload_id, need=Role.CONTRIBUTOR)
    kind = request.POST.get("kind", ReportKind.PACK_PDF)
    if kind not in ReportKind.values:
        return HttpResponseBadRequest("This pack type does not exist.")
    reports.request_report(assessment=assessment, actor=request.user, kind=ReportKind(kind))
    return redirect("assessments:report_list", request.membership.organization.slug, workload_id)


@require_GET
def report_status(request: MemberRequest, report_id: UUID) -> HttpResponse:
    """The row of one report; htmx asks for it until the report is over."""
    report = access.get_report(request.membership, report_id)
    return partial(request, ROW, report=report)


@require_POST
def report_cancel(request: MemberRequest, report_id: UUID) -> HttpResponse:
    report = access.get_report(request.membership, report_id, need=Role.CONTRIBUTOR)
    reports.cancel_report(report=report, actor=request.user)
    if is_htmx(request):
        return partial(request, ROW, report=access.get_report(request.membership, report_id))
    return redirect("assessments:report_list", request.membership.organization.slug, report.assessment.workload_id)


@require_GET
def report_download(request: MemberRequest, report_id: UUID) -> HttpResponseBase:
    """The file, as an attachment. It is opened here: the stream is read after the tenant's transaction has ended."""
    report = access.get_finished_report(request.membership, report_id)
    reports.note_download(report=report, actor=request.user)
    name = slugify(report.assessment.workload.name)[:60] or "workload"
    title, ending, content_type = FILE_TYPES[ReportKind(report.kind)]
    response = FileResponse(
        report.file.open("rb"),
        as_attachment=True,
        filename=f"{title}-{name}-{report.created_at:%Y-%m-%d}.{ending}",
        content_type=content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
