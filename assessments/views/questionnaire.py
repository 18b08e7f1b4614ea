"""Reading the questionnaire: all sections, one section, one requirement, its history."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from assessments import access
from assessments.forms.sections import OverruleForm
from assessments.models import Assessment
from assessments.selectors.questionnaire import answer_changes, revisions_of
from assessments.services.sections import overrule_section, restore_section
from assessments.suggestions.progress import assessment_progress
from assessments.views.page import requirement_response
from ftrportal.organizations.http import MemberRequest
from ftrportal.organizations.models import Role

VERSIONS_A_PAGE = 20
LONGEST_QUERY = 200


@require_GET
def questionnaire(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """Every section with its requirements; with `?q=` those that match AWS's IDs or words."""
    assessment = access.get_assessment(request.membership, workload_id)
    progress = assessment_progress(assessment, access.get_edition(assessment))
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    sections = progress.matching(query)
    context = {
        "workload": assessment.workload,
        "progress": progress,
        "query": query,
        "sections": sections,
        "found": sum(len(state.requirements) for state in sections),
    }
    return render(request, "assessments/questionnaire.html", context)


@require_GET
def section_detail(request: MemberRequest, workload_id: UUID, section_key: str) -> HttpResponse:
    assessment = access.get_assessment(request.membership, workload_id)
    section = access.get_section(assessment, section_key)
    return _section_page(request, assessment, section.key, form=OverruleForm(), status=200)


@require_POST
def section_overrule(request: MemberRequest, workload_id: UUID, section_key: str) -> HttpResponse:
    assessment = access.get_assessment(request.membership, workload_id, need=Role.CONTRIBUTOR)
    section = access.get_section(assessment, section_key)
    form = OverruleForm(request.POST)
    if not form.is_valid():
        return _section_page(request, assessment, section.key, form=form, status=422)
    overrule_section(assessment=assessment, section_key=section.key, actor=request.user, **form.cleaned_data)
    messages.success(request, "Section updated. Existing answers are kept.")
    return redirect("assessments:section_detail", request.membership.organization.slug, workload_id, section.key)


@require_POST
def section_restore(request: MemberRequest, workload_id: UUID, section_key: str) -> HttpResponse:
    assessment = access.get_assessment(request.membership, workload_id, need=Role.CONTRIBUTOR)
    section = access.get_section(assessment, section_key)
    restore_section(assessment=assessment, section_key=section.key, actor=request.user)
    messages.success(request, "Override removed. The workload facts determine whether this section applies.")
    return redirect("assessments:section_detail", request.membership.organization.slug, workload_id, section.key)


@require_GET
def requirement_detail(request: MemberRequest, workload_id: UUID, requirement_key: str) -> HttpResponse:
    assessment = access.get_assessment(request.membership, workload_id)
    requirement = access.get_requirement(assessment, requirement_key)
    if requirement.key != requirement_key:  # an alias from an older list
        slug = request.membership.organization.slug
        return redirect("assessments:requirement_detail", slug, workload_id, requirement.key)
    return requirement_response(request, assessment, requirement)


@require_GET
def answer_history(request: MemberRequest, workload_id: UUID, requirement_key: str) -> HttpResponse:
    assessment = access.get_assessment(request.membership, workload_id)
    requirement = access.get_requirement(assessment, requirement_key)
    rows = revisions_of(assessment, requirement.key)
    page = Paginator(rows, VERSIONS_A_PAGE).get_page(request.GET.get("page"))
    older = rows[page.end_index() : page.end_index() + 1].first() if page.has_next() else None
    changes = answer_changes(requirement, list(page.object_list), older)
    context = {"workload": assessment.workload, "requirement": requirement, "page": page, "changes": changes}
    return render(request, "assessments/answer_history.html", context)


def _section_page(
    request: MemberRequest, assessment: Assessment, section_key: str, *, form: OverruleForm, status: int
) -> HttpResponse:
    progress = assessment_progress(assessment, access.get_edition(assessment))
    context = {
        "workload": assessment.workload,
        "progress": progress,
        "state": progress.section(section_key),
        "form": form,
    }
    return render(request, "assessments/section_detail.html", context, status=status)
