"""The page of one requirement, shared by everything that ends on it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from assessments import access
from assessments.catalog.fields import present_fields
from assessments.catalog.schema import Requirement
from assessments.forms.answers import AnswerForm, stored
from assessments.forms.inputs import field_inputs
from assessments.models import Answer, AnswerStatus, Assessment
from assessments.selectors.company import company_domains
from assessments.selectors.questionnaire import (
    RequirementPage,
    evidence_panel,
    field_changes,
    requirement_page,
    text_diff,
)
from ftrportal.organizations.http import MemberRequest

STATUSES = [
    (AnswerStatus.NOT_STARTED, "Not started"),
    (AnswerStatus.MET, "Met"),
    (AnswerStatus.NOT_MET, "Not met"),
    (AnswerStatus.NOT_APPLICABLE, "Not applicable"),
    (AnswerStatus.NOT_SURE, "Not sure"),
]


def requirement_response(
    request: MemberRequest,
    assessment: Assessment,
    requirement: Requirement,
    *,
    form: AnswerForm | None = None,
    conflict: Answer | None = None,
    uploads: Any = (),
    status: int = 200,
) -> HttpResponse:
    """The whole page; with `form` it shows what was sent instead of what is stored."""
    page = requirement_page(assessment, access.get_edition(assessment), requirement)
    context = page_context(page, form=form, conflict=conflict)
    context["panel"] = evidence_panel(assessment, page.answer)
    context["uploads"] = uploads
    return render(request, "assessments/requirement_detail.html", context, status=status)


def page_context(
    page: RequirementPage, *, form: AnswerForm | None = None, conflict: Answer | None = None
) -> dict[str, Any]:
    """What the page's partials read, whether drawn as a page or swapped in one by one."""
    inputs = field_inputs(page.requirement, page.answer.fields, errors={}) if form is None else form.inputs
    return {
        "page": page,
        "workload": page.assessment.workload,
        "requirement": page.requirement,
        "answer": page.answer,
        "progress": page.progress,
        "inputs": inputs,
        "company": company_domains(page.assessment.organization, page.requirement, page.answer.fields),
        "presented": present_fields(page.requirement, page.answer.fields),
        "total": sum(len(state.requirements) for state in page.progress.sections),
        "form": form,
        "shown": stored(page.answer) if form is None else form.shown(page.answer),
        "statuses": STATUSES,
        "conflict": conflict_context(page, form, conflict) if conflict is not None and form is not None else None,
        # A form that lost a conflict keeps the version it was based on: only a person's choice moves it on.
        "base_version": form.base_version if conflict is not None and form is not None else page.answer.version,
    }


def conflict_context(page: RequirementPage, form: AnswerForm, theirs: Answer) -> dict[str, Any]:
    """Their answer beside mine, as differences."""
    mine = form.draft
    response = theirs.response if mine.response is None else mine.response
    reason = theirs.not_applicable_reason if mine.not_applicable_reason is None else mine.not_applicable_reason
    return {
        "theirs": theirs,
        "my_status": AnswerStatus(mine.status).label if mine.status else "",
        "response": text_diff(theirs.response, response),
        "reason": text_diff(theirs.not_applicable_reason, reason),
        "fields": field_changes(page.requirement, theirs.fields, mine.fields),
    }
