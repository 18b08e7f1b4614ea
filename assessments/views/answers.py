"""Saving an answer, as it is typed (htmx) or by the button."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from assessments import access
from assessments.forms.answers import AnswerForm
from assessments.selectors.questionnaire import requirement_page
from assessments.services.answers import StaleAnswerError, save_answer
from assessments.views.page import page_context, requirement_response
from ftrportal.common.web.htmx import is_htmx, partial
from ftrportal.organizations.http import MemberRequest
from ftrportal.organizations.models import Role

SAVED = "assessments/partials/answer_saved.html"


@require_POST
def answer_save(request: MemberRequest, workload_id: UUID, requirement_key: str) -> HttpResponse:
    """200 saved, 422 saved except for what could not be read, 409 nothing saved: somebody else did in between."""
    assessment = access.get_assessment(request.membership, workload_id, need=Role.CONTRIBUTOR)
    requirement = access.get_requirement(assessment, requirement_key)
    form = AnswerForm(request.POST, requirement=requirement)
    is_whole = form.is_valid()
    conflict = None
    try:
        save_answer(
            assessment=assessment,
            requirement_key=requirement.key,
            actor=request.user,
            base_version=form.base_version,
            draft=form.draft,
        )
    except StaleAnswerError as stale:
        conflict = stale.current
    status = 409 if conflict is not None else 200 if is_whole else 422
    if is_htmx(request):
        page = requirement_page(assessment, access.get_edition(assessment), requirement)
        response = partial(request, SAVED, status=status, **page_context(page, form=form, conflict=conflict))
        response["X-Answer-Version"] = str(page.answer.version)  # how the page knows that the portal answered
        return response
    if status != 200:
        return requirement_response(request, assessment, requirement, form=form, conflict=conflict, status=status)
    messages.success(request, f"{requirement.key} saved.")
    slug = request.membership.organization.slug
    return redirect("assessments:requirement_detail", slug, workload_id, requirement.key)
