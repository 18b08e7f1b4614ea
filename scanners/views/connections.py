"""Connecting an AWS account, watching it become connected, disconnecting it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ftrportal.common.web.htmx import is_htmx, partial
from ftrportal.organizations.access import require
from ftrportal.organizations.http import MemberRequest
from ftrportal.organizations.models import Role
from scanners import access
from scanners.forms.connections import ConnectionChangeForm, ConnectionForm
from scanners.messages import describe
from scanners.models import Connection, Stage
from scanners.onboarding.connection import onboarding, updating
from scanners.selectors.connections import pages as selectors
from scanners.selectors.connections import roles
from scanners.selectors.rollouts import rollout_of, rollout_rows
from scanners.selectors.scans.changes import changes_of
from scanners.selectors.scans.runs import open_run, runs_of
from scanners.services.connections.lifecycle import (
    ConnectionRefused,
    change_connection,
    create_connection,
    revoke_connection,
)
from scanners.services.connections.verification import ask_verification

STOP_POLLING = 286  # htmx ends a polling trigger on this status


@require_GET
def connection_list(request: MemberRequest) -> HttpResponse:
    """All connected accounts."""
    organization = request.membership.organization
    page = selectors.connection_page(organization, request.GET.get("page", "1")[:9])
    rows = selectors.connection_rows(page)
    context = {"rows": rows, "page": page, "rollouts": rollout_rows(organization)}
    return render(request, "scanners/connection_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def connection_create(request: MemberRequest) -> HttpResponse:
    """Name an account to connect."""
    require(request.membership, Role.ADMIN)
    # A workload's page names the account it links from; it is only a suggestion, and checked like anything typed.
    asked_for = {"account_id": request.GET.get("account", "")[:12]}
    if request.GET.get("stage") in Stage.values:
        asked_for["stage"] = request.GET["stage"]
    form = ConnectionForm(request.POST if request.method == "POST" else None, initial=asked_for)
    existing = None
    if form.is_valid():
        try:
            connection = create_connection(
                organization=request.membership.organization, actor=request.user, **form.cleaned_data
            )
            return redirect(_detail_url(request, connection))
        except ConnectionRefused as refused:
            text = describe(refused.message_id)
            form.add_error("account_id", f"{text.title} {text.advice}".strip())
            existing = refused.existing
    status = 422 if form.is_bound else 200
    return render(request, "scanners/connection_create.html", {"form": form, "existing": existing}, status=status)


@require_GET
def connection_detail(request: MemberRequest, connection_id: UUID) -> HttpResponse:
    """A connection: how to make its role, what the last verification said, its scans."""
    connection = access.get_connection(request.membership, connection_id)
    return_url = request.build_absolute_uri(_detail_url(request, connection))
    runs = runs_of(connection)
    finished = next((run for run in runs if run.status == "finished"), None)
    context = {**_status_context(connection), "runs": runs, "changes": changes_of(finished) if finished else None}
    context |= {**_role_context(connection), "rollout": rollout_of(connection)}
    if selectors.wants_role(connection) and connection.rollout_id is None:
        context["onboarding"] = onboarding(connection, return_url=return_url)
        context["update"] = updating(connection, return_url=return_url)
    return render(request, "scanners/connection_detail.html", context)


@require_GET
def connection_status(request: MemberRequest, connection_id: UUID) -> HttpResponse:
    """What the waiting page asks for: reads only."""
    connection = access.get_connection(request.membership, connection_id)
    if not is_htmx(request):
        return redirect(_detail_url(request, connection))
    seen, state = request.GET.get("seen", ""), selectors.state(connection)
    if seen == state:
        return HttpResponse(status=204)
    if seen.partition(".")[0] != state.partition(".")[0]:
        # The rest of the page (steps, buttons, scans) changes with the status as well.
        return HttpResponse(headers={"HX-Refresh": "true"})
    return partial(request, "scanners/partials/connection_status.html", **_status_context(connection))


@require_POST
def connection_verify(request: MemberRequest, connection_id: UUID) -> HttpResponse:
    """Ask for a verification: by the button at once, by the open page only as often as makes sense."""
    connection = access.get_connection(request.membership, connection_id, need=Role.CONTRIBUTOR)
    is_watching = is_htmx(request) and request.POST.get("by") == "page"
    ask_verification(connection=connection, is_urgent=not is_watching)
    if is_watching:
        return HttpResponse(status=204 if selectors.is_changing(connection) else STOP_POLLING)
    messages.info(request, "The role is being verified. This page shows the result in a few seconds.")
    return redirect(_detail_url(request, connection))


@require_http_methods(["GET", "HEAD", "POST"])
def connection_change(request: MemberRequest, connection_id: UUID) -> HttpResponse:
    """Change the name, what the account is for and where it is scanned."""
    connection = access.get_connection(request.membership, connection_id, need=Role.ADMIN)
    form = ConnectionChangeForm(request.POST if request.method == "POST" else None, connection=connection)
    if form.is_valid():
        try:
            change_connection(connection=connection, actor=request.user, **form.cleaned_data)
        except ConnectionRefused as refused:
            messages.warning(request, describe(refused.message_id).title)
        else:
            messages.success(request, "Saved. The latest scan is being re-evaluated.")
        return redirect(_detail_url(request, connection))
    context = {"form": form, "connection": connection}
    return render(request, "scanners/connection_change.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def connection_revoke(request: MemberRequest, connection_id: UUID) -> HttpResponse:
    """Ask whether to disconnect, and do it."""
    connection = access.get_connection(request.membership, connection_id, need=Role.ADMIN)
    if request.method == "POST":
        revoke_connection(connection=connection, actor=request.user)
        messages.success(request, f"{connection} is disconnected. You can now delete its role in AWS.")
        return redirect(reverse("scanners:connection_list", args=[request.membership.organization.slug]))
    return render(request, "scanners/connection_revoke.html", {"connection": connection})


def _status_context(connection: Connection) -> dict[str, Any]:
    return {
        "connection": connection,
        "probes": selectors.probe_lines(connection),
        "alarm": selectors.problem(connection),
        "state": selectors.state(connection),
        "is_changing": selectors.is_changing(connection),
        "is_watched": selectors.is_still_watched(connection),
        "open_run": open_run(connection),
    }


def _role_context(connection: Connection) -> dict[str, Any]:
    return {
        "differences": roles.difference_groups(connection),
        "has_more_differences": roles.has_more_differences(connection),
        "needs_update": roles.needs_update(connection),
        "role_exists": selectors.role_exists(connection),
        "opt_in_titles": selectors.opt_in_titles(connection),
    }


def _detail_url(request: MemberRequest, connection: Connection) -> str:
    return reverse("scanners:connection_detail", args=[request.membership.organization.slug, connection.pk])
