"""Accepting findings for a time."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ftrportal.organizations.http import MemberRequest
from ftrportal.organizations.models import Role
from scanners import access
from scanners.forms.exceptions import ExceptionForm
from scanners.selectors.scans.exceptions import PAGE_SIZE, exception_line, exception_rows
from scanners.services.scans.exceptions import ExceptionRefused, accept_finding, withdraw_exception
from scanners.views.findings import finding_context


@require_GET
def exception_list(request: MemberRequest) -> HttpResponse:
    """Everything that was ever accepted."""
    rows = exception_rows(request.membership.organization)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    lines = [exception_line(row) for row in page.object_list]
    return render(request, "scanners/exception_list.html", {"page": page, "lines": lines})


@require_POST
def exception_create(request: MemberRequest, finding_id: UUID) -> HttpResponse:
    """Accept what a finding is about."""
    finding = access.get_finding(request.membership, finding_id, need=Role.ADMIN)
    form = ExceptionForm(request.POST)
    if form.is_valid():
        try:
            accept_finding(finding=finding, actor=request.user, **form.cleaned_data)
        except ExceptionRefused as refused:
            form.add_error(None, str(refused))
    if form.errors:
        context = {**finding_context(finding), "exception_form": form}
        return render(request, "scanners/finding_detail.html", context, status=422)
    messages.success(request, "The risk is accepted until the date you chose.")
    return redirect(reverse("scanners:finding_detail", args=[request.membership.organization.slug, finding.pk]))


@require_POST
def exception_withdraw(request: MemberRequest, exception_id: UUID) -> HttpResponse:
    """End an exception now."""
    exception = access.get_exception(request.membership, exception_id, need=Role.ADMIN)
    withdraw_exception(exception=exception, actor=request.user)
    messages.success(request, "The exception has ended. The finding counts again.")
    return redirect(reverse("scanners:exception_list", args=[request.membership.organization.slug]))
