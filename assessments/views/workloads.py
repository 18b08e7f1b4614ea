"""The organization's workloads: list, describe, overview."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from assessments import access
from assessments.forms.workloads import BaseAccountFormSet, WorkloadForm, account_lines, initial_of
from assessments.selectors.dashboard import workload_cards, workload_overview
from assessments.services.workloads import StaleWorkloadError, create_workload, update_workload, version_of
from ftrportal.organizations.access import require
from ftrportal.organizations.http import MemberRequest
from ftrportal.organizations.models import Role

SAVED_MEANWHILE = (
    "Another person, or you in another tab, saved this workload while you were editing it. Your changes are not saved, "
    "but they are still here. Review the workload in another tab. To replace it, including its accounts, save again."
)


@require_GET
def workload_list(request: MemberRequest) -> HttpResponse:
    cards = workload_cards(request.membership.organization)
    return render(request, "assessments/workload_list.html", {"cards": cards})


@require_http_methods(["GET", "POST"])
def workload_create(request: MemberRequest) -> HttpResponse:
    require(request.membership, Role.CONTRIBUTOR)
    sent = request.POST if request.method == "POST" else None
    form, accounts = WorkloadForm(sent), account_lines(sent)
    if sent is not None and _are_valid(form, accounts):
        organization = request.membership.organization
        draft = form.draft(accounts.drafts)
        workload = create_workload(organization=organization, actor=request.user, draft=draft)
        messages.success(request, "Workload created. Answer the requirements, or connect its AWS accounts.")
        return redirect("assessments:workload_detail", organization.slug, workload.pk)
    return _form_page(request, form=form, accounts=accounts, workload=None)


@require_http_methods(["GET", "POST"])
def workload_edit(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    workload = access.get_workload(request.membership, workload_id, need=Role.CONTRIBUTOR)
    base = request.POST.get("base", version_of(workload))
    if request.method == "POST":
        form, accounts = WorkloadForm(request.POST), account_lines(request.POST)
        if _are_valid(form, accounts):
            draft = form.draft(accounts.drafts)
            try:
                update_workload(workload=workload, actor=request.user, draft=draft, base=base)
            except StaleWorkloadError as stale:
                form.add_error(None, SAVED_MEANWHILE)
                base = version_of(stale.current)
            else:
                messages.success(request, "Workload saved.")
                return redirect("assessments:workload_detail", request.membership.organization.slug, workload.pk)
    else:
        rows = list(workload.accounts.values("account_id", "label", "is_production"))
        form = WorkloadForm(initial=initial_of(workload))
        accounts = account_lines(initial=rows)
    return _form_page(request, form=form, accounts=accounts, workload=workload, base=base)


@require_GET
def workload_detail(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    assessment = access.get_assessment(request.membership, workload_id)
    edition = access.get_edition(assessment)
    overview = workload_overview(assessment, edition)
    context = {"workload": assessment.workload, "edition": edition, "assessment": assessment, "overview": overview}
    return render(request, "assessments/workload_detail.html", context)


def _are_valid(form: WorkloadForm, accounts: BaseAccountFormSet) -> bool:
    """Both are asked, so that all errors show at once."""
    return all([form.is_valid(), accounts.is_valid()])


def _form_page(request: HttpRequest, **context: object) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "assessments/workload_form.html", context, status=status)
