"""Using the answer that a scan suggests."""

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

MOVED_ON = "Another person saved this answer after you opened it. The suggestion was not used. Review the answer first."
CHANGED = "The suggestion has changed since you opened this page. It was not used. Review the new suggestion."
JUDGED_AGAIN = "Results are being updated with your entry. The suggestion was not used. Refresh in a few seconds."


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
    messages.success(request, "Suggested answer saved, with the findings it is based on.")
    slug = request.membership.organization.slug
    return redirect("assessments:requirement_detail", slug, workload_id, requirement.key)
