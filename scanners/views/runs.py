"""Starting, watching and cancelling scans; what a finished one was made of."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ftrportal.common.web.htmx import is_htmx, partial
from ftrportal.organizations.http import MemberRequest
from ftrportal.organizations.models import Role
from scanners import access
from scanners.messages import describe
from scanners.models import ScanRun
from scanners.selectors.scans import runs as selectors
from scanners.selectors.scans.changes import changes_of
from scanners.selectors.scans.coverage import service_coverage
from scanners.selectors.scans.order import SEVERITIES
from scanners.services.scans.reevaluation import ask_rejudging
from scanners.services.scans.runs import ScanRefused, cancel_run, start_run

PAGE_SIZE = 30


@require_GET
def run_list(request: MemberRequest) -> HttpResponse:
    """All scans of the organization, newest first."""
    page = Paginator(selectors.run_list(request.membership.organization), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "scanners/run_list.html", {"page": page})


@require_POST
def run_start(request: MemberRequest, connection_id: UUID) -> HttpResponse:
    """Start a scan and show it; a second click shows the one under way."""
    connection = access.get_connection(request.membership, connection_id, need=Role.CONTRIBUTOR)
    try:
        run = start_run(connection=connection, actor=request.user)
    except ScanRefused as refused:
        messages.warning(request, refused.message)
        under_way = selectors.open_run(connection)
        if under_way is not None:
            return redirect(_detail_url(request, under_way))
        return redirect(
            reverse("scanners:connection_detail", args=[request.membership.organization.slug, connection.pk])
        )
    return redirect(_detail_url(request, run))


@require_GET
def run_detail(request: MemberRequest, run_id: UUID) -> HttpResponse:
    """A scan: its progress while it runs, its result afterwards."""
    run = access.get_run(request.membership, run_id)
    context = {
        **_progress_context(run),
        "unreadable": selectors.unreadable_lines(run),
        "coverage": service_coverage(run),
        "calls": sorted(run.calls.items()),
        "calls_total": sum(run.calls.values()),
    }
    if run.status == "finished":
        context |= {"summary": selectors.summary(run), "severities": [severity.value for severity in SEVERITIES]}
        context["changes"] = changes_of(run)
    return render(request, "scanners/run_detail.html", context)


@require_GET
def run_progress(request: MemberRequest, run_id: UUID) -> HttpResponse:
    """What the page of a running scan asks for every few seconds."""
    run = access.get_run(request.membership, run_id)
    if not is_htmx(request):
        return redirect(_detail_url(request, run))
    if run.is_over:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return partial(request, "scanners/partials/run_progress.html", **_progress_context(run))


@require_POST
def run_cancel(request: MemberRequest, run_id: UUID) -> HttpResponse:
    """Ask a scan to stop."""
    run = access.get_run(request.membership, run_id, need=Role.CONTRIBUTOR)
    cancel_run(run=run, actor=request.user)
    return redirect(_detail_url(request, run))


@require_GET
def run_facts(request: MemberRequest, run_id: UUID) -> HttpResponseBase:
    """Download everything the scan read, as it was stored."""
    run = access.get_run(request.membership, run_id, need=Role.CONTRIBUTOR)
    if not run.facts_file or not default_storage.exists(run.facts_file):
        raise Http404
    name = f"facts-{run.connection.account_id}-{run.pk}.json.gz"
    response = FileResponse(
        default_storage.open(run.facts_file), as_attachment=True, filename=name, content_type="application/gzip"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def run_rejudge(request: MemberRequest, run_id: UUID) -> HttpResponse:
    """Judge what a scan read again, with today's checks and declarations."""
    run = access.get_run(request.membership, run_id, need=Role.CONTRIBUTOR)
    if ask_rejudging(run=run, actor=request.user):
        messages.info(request, "The scan is being re-evaluated. Reload this page in a few seconds.")
    else:
        messages.warning(request, describe("scan.facts_gone").title)
    return redirect(_detail_url(request, run))


def _progress_context(run: ScanRun) -> dict[str, Any]:
    return {
        "run": run,
        "connection": run.connection,
        "elapsed": selectors.elapsed_text(run),
        "services": selectors.service_progress(run),
        "failure": selectors.failure(run),
    }


def _detail_url(request: MemberRequest, run: ScanRun) -> str:
    return reverse("scanners:run_detail", args=[request.membership.organization.slug, run.pk])
