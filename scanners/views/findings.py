"""What a scan found: a list with filters, and each finding with its proof and its fix."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from ftrportal.common.web.htmx import is_htmx, partial
from ftrportal.organizations.http import MemberRequest
from ftrportal.organizations.models import Role
from scanners import access
from scanners.engine.gap_texts import why_unread
from scanners.forms.exceptions import ExceptionForm
from scanners.forms.findings import FindingFilterForm
from scanners.messages import describe
from scanners.models import Finding
from scanners.public import check_info
from scanners.selectors.connections.accounts import finding_view
from scanners.selectors.scans.basis import basis_of_finding
from scanners.selectors.scans.exceptions import ACCEPTABLE, exception_of
from scanners.selectors.scans.findings import choices, finding_page
from scanners.selectors.scans.raw_facts import facts_about
from scanners.selectors.scans.stored_facts import FactsNotReadNow, FactsUnreadable


@require_GET
def finding_list(request: MemberRequest, run_id: UUID) -> HttpResponse:
    """The findings of one scan."""
    run = access.get_run(request.membership, run_id)
    form = FindingFilterForm(request.GET, offered=choices(run))
    filters = form.filters()
    page, findings = finding_page(run, filters, request.GET.get("page", "1"))
    chosen = {name: value for name in form.fields if (value := getattr(filters, name))}
    context: dict[str, Any] = {
        "run": run,
        "form": form,
        "page": page,
        "findings": findings,
        "query": urlencode(chosen),
        "is_filtered": bool(chosen),
    }
    if is_htmx(request):
        return partial(request, "scanners/partials/finding_table.html", **context)
    return render(request, "scanners/finding_list.html", context)


@require_GET
def finding_detail(request: MemberRequest, finding_id: UUID) -> HttpResponse:
    """One finding: what, where, why, and how to fix it."""
    row = access.get_finding(request.membership, finding_id)
    context = finding_context(row)
    if request.membership.may_administer and row.outcome in ACCEPTABLE and context["exception"] is None:
        context["exception_form"] = ExceptionForm()
    return render(request, "scanners/finding_detail.html", context)


@require_GET
def finding_facts(request: MemberRequest, finding_id: UUID) -> HttpResponse:
    """What the scan read about the finding's resource, as JSON."""
    row = access.get_finding(request.membership, finding_id, need=Role.CONTRIBUTOR)
    try:
        content = facts_about(row)
    except FactsUnreadable as unreadable:
        text = describe(unreadable.message_id)
        status = HTTPStatus.SERVICE_UNAVAILABLE if isinstance(unreadable, FactsNotReadNow) else HTTPStatus.GONE
        return JsonResponse({"error": f"{text.title} {text.advice}"}, status=status)
    return JsonResponse(content, json_dumps_params={"indent": 2, "sort_keys": True})


def finding_context(row: Finding) -> dict[str, Any]:
    """What the page of a finding shows."""
    finding = finding_view(row, row.run)
    return {
        "finding": finding,
        "run": row.run,
        "basis": basis_of_finding(row),
        "exception": exception_of(row) if row.outcome in ACCEPTABLE else None,
        "check": check_info(finding.check_id),
        "reason": why_unread(finding.reason),
        "evidence": json.dumps(finding.evidence, indent=2, ensure_ascii=False, sort_keys=True),
    }
