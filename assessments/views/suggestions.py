"""Accepting what a scan suggests."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from assessments import access
from assessments.forms.answers import NO_VERSION
from assessments.selectors.questionnaire import requirement_page
from assessments.services.answers import StaleAnswerError
from assessments.services.suggestions import SuggestionChangedError, accept_suggestion
from assessments.views.page import requirement_response
from ftrportal.organizations.http import MemberRequest
from ftrportal.organizations.models import Role

MOVED_ON = "Somebody saved this answer after you opened it. Nothing was accepted: look at it and decide again."
CHANGED = "The scan suggests something else by now. Nothing was accepted: look at it and decide again."
JUDGED_AGAIN = (
    "The scan is being judged again by what was just said. Nothing was accepted: wait a few seconds and look."
)


@require_POST
def suggestion_accept(request: MemberRequest, workload_id: UUID, requirement_key: str) -> HttpResponse:
    assessment = access.get_assessment(request.membership, workload_id, need=Role.CONTRIBUTOR)
    requirement = access.get_requirement(assessment, requirement_key)
    page = requirement_page(assessment, access.get_edition(assessment), requirement)
    if page.scan.is_judged_again:
        messages.error(request, JUDGED_AGAIN)
        return requirement_response(request, assessment, requirement, status=409)
    version = request.POST.get("version", "")
    try:
        accept_suggestion(
            assessment=assessment,
            requirement_key=requirement.key,
            actor=request.user,
            base_version=int(version) if version.isascii() and version.isdecimal() else NO_VERSION,
            suggestion=page.suggestion,
            fingerprint=request.POST.get("fingerprint", ""),
        )
    except (StaleAnswerError, SuggestionChangedError) as refusal:
        messages.error(request, MOVED_ON if isinstance(refusal, StaleAnswerError) else CHANGED)
        return requirement_response(request, assessment, requirement, status=409)
    messages.success(request, "Accepted. The findings it rests on are kept with the answer.")
    slug = request.membership.organization.slug
    return redirect("assessments:requirement_detail", slug, workload_id, requirement.key)
