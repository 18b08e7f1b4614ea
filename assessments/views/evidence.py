"""Evidence files: upload, attach, remove, download."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from assessments import access
from assessments.catalog.schema import Requirement
from assessments.models import Assessment
from assessments.selectors.questionnaire import current_answer, evidence_panel
from assessments.services.evidence import UploadResult, attach_evidence, open_evidence, remove_evidence, upload_evidence
from assessments.views.page import requirement_response
from ftrportal.common.files import Refused
from ftrportal.common.web.htmx import is_htmx, partial
from ftrportal.organizations.http import MemberRequest
from ftrportal.organizations.models import Role

PANEL = "assessments/partials/evidence_panel.html"
NO_FILE = UploadResult("No file", "Choose at least one file.")


@require_POST
def evidence_upload(request: MemberRequest, workload_id: UUID, requirement_key: str) -> HttpResponse:
    assessment = access.get_assessment(request.membership, workload_id, need=Role.CONTRIBUTOR)
    requirement = access.get_requirement(assessment, requirement_key)
    results = upload_evidence(
        assessment=assessment,
        requirement_key=requirement.key,
        actor=request.user,
        uploads=request.FILES.getlist("files"),
    )
    return _answer(request, assessment, requirement, results or [NO_FILE])


@require_POST
def evidence_attach(request: MemberRequest, workload_id: UUID, requirement_key: str) -> HttpResponse:
    assessment = access.get_assessment(request.membership, workload_id, need=Role.CONTRIBUTOR)
    requirement = access.get_requirement(assessment, requirement_key)
    try:
        evidence_id = UUID(request.POST.get("evidence", ""))
    except ValueError:
        return _answer(request, assessment, requirement, [UploadResult("No file", "Choose a file from the list.")])
    evidence = access.get_evidence(request.membership, workload_id, evidence_id, need=Role.CONTRIBUTOR)
    try:
        attach_evidence(assessment=assessment, requirement_key=requirement.key, evidence=evidence, actor=request.user)
    except Refused as refusal:
        return _answer(request, assessment, requirement, [UploadResult(evidence.name, refusal.message)])
    return _answer(request, assessment, requirement, [UploadResult(evidence.name, was_known=True)])


@require_POST
def evidence_remove(request: MemberRequest, workload_id: UUID, requirement_key: str, link_id: UUID) -> HttpResponse:
    assessment = access.get_assessment(request.membership, workload_id, need=Role.CONTRIBUTOR)
    requirement = access.get_requirement(assessment, requirement_key)
    link = access.get_evidence_link(request.membership, assessment, requirement.key, link_id, need=Role.CONTRIBUTOR)
    remove_evidence(link=link, actor=request.user)
    return _answer(request, assessment, requirement, [])


@require_GET
def evidence_download(request: MemberRequest, workload_id: UUID, evidence_id: UUID) -> HttpResponseBase:
    """The file is opened inside the tenant's transaction and streamed after it has ended."""
    evidence = access.get_evidence(request.membership, workload_id, evidence_id)
    try:
        file = open_evidence(evidence=evidence, actor=request.user)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=True, filename=evidence.name, content_type=evidence.content_type)
    response["Content-Length"] = str(evidence.size)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _answer(
    request: MemberRequest, assessment: Assessment, requirement: Requirement, results: list[UploadResult]
) -> HttpResponse:
    """The panel for htmx; else the page again, with the refusals if there are any."""
    status = 422 if any(not result.is_kept for result in results) else 200
    if is_htmx(request):
        answer = current_answer(assessment, requirement.key)
        context = {"panel": evidence_panel(assessment, answer), "uploads": results}
        context |= {"workload": assessment.workload, "requirement": requirement}
        response = partial(request, PANEL, status=status, **context)
        response["HX-Trigger"] = "evidence-changed"  # a check may read what was attached
        return response
    if status != 200:
        return requirement_response(request, assessment, requirement, uploads=results, status=status)
    if results:
        messages.success(request, f"{len(results)} file{'s' if len(results) > 1 else ''} attached.")
    slug = request.membership.organization.slug
    return redirect("assessments:requirement_detail", slug, assessment.workload_id, requirement.key)
