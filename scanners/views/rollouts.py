"""Connecting all accounts of an AWS organization: the role for all of them, and what each account says."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ftrportal.common.web.htmx import is_htmx, partial
from ftrportal.organizations.http import MemberRequest
from ftrportal.organizations.models import Role
from scanners import access
from scanners.forms.rollouts import ChoiceForm, DescribeForm, RolloutChangeForm
from scanners.messages import describe
from scanners.models import Rollout
from scanners.onboarding.rollout import rollout_downloads, rollout_onboarding
from scanners.selectors import rollouts as selectors
from scanners.services.rollouts.describing import describe_accounts
from scanners.services.rollouts.ending import end_rollout
from scanners.services.rollouts.scanning import scan_ready
from scanners.services.rollouts.starting import (
    RolloutRefused,
    change_rollout,
    choose_accounts,
    look_again,
    start_rollout,
)
from scanners.views.templates import as_file


@require_POST
def rollout_start(request: MemberRequest, connection_id: UUID) -> HttpResponse:
    """Begin with the organization of a connected account."""
    connection = access.get_connection(request.membership, connection_id, need=Role.ADMIN)
    try:
        rollout = start_rollout(source=connection, actor=request.user)
    except RolloutRefused as refused:
        if refused.existing is not None:
            return redirect(_detail_url(request, refused.existing))
        messages.warning(request, describe(refused.message_id).title)
        return redirect(_url(request, "connection_detail", connection.pk))
    return redirect(_detail_url(request, rollout))


@require_GET
def rollout_detail(request: MemberRequest, rollout_id: UUID) -> HttpResponse:
    """A rollout: how to make the role everywhere, and its accounts."""
    rollout = access.get_rollout(request.membership, rollout_id)
    return render(request, "scanners/rollout_detail.html", _page_context(request, rollout, DescribeForm()))


@require_GET
def rollout_accounts(request: MemberRequest, rollout_id: UUID) -> HttpResponse:
    """What the waiting page asks for: reads only."""
    rollout = access.get_rollout(request.membership, rollout_id)
    if not is_htmx(request):
        return redirect(_detail_url(request, rollout))
    context = _accounts_context(request, rollout)
    if request.GET.get("seen", "") == context["state_seen"]:
        return HttpResponse(status=204)
    has_new_reason = request.GET.get("reason", "") != rollout.reason
    if has_new_reason or (request.GET.get("listing") == "yes" and not context["is_listing"]):
        # The rest of the page (alarm, steps, buttons) depends on what AWS said about the organization.
        return HttpResponse(headers={"HX-Refresh": "true"})
    return partial(request, "scanners/partials/rollout_accounts.html", **context)


@require_POST
def rollout_choose(request: MemberRequest, rollout_id: UUID) -> HttpResponse:
    """Include the ticked accounts or leave them out."""
    rollout = access.get_rollout(request.membership, rollout_id, need=Role.ADMIN)
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _said(form))
        return redirect(_list_url(request, rollout))
    is_included = form.cleaned_data["act"] == "include"
    account_ids = form.cleaned_data["accounts"]
    count = choose_accounts(rollout=rollout, actor=request.user, account_ids=account_ids, is_included=is_included)
    noun = "account is" if count == 1 else "accounts are"
    messages.success(request, f"{count} {noun} {'included' if is_included else 'excluded'}.")
    return redirect(_list_url(request, rollout))


@require_POST
def rollout_change(request: MemberRequest, rollout_id: UUID) -> HttpResponse:
    """Say what happens to accounts that join later, and what else is read."""
    rollout = access.get_rollout(request.membership, rollout_id, need=Role.ADMIN)
    form = RolloutChangeForm(request.POST)
    if form.is_valid():
        change_rollout(rollout=rollout, actor=request.user, **form.cleaned_data)
        messages.success(
            request, "Saved. If you changed the optional reads, update the stack as described on the page."
        )
    else:
        messages.warning(request, _said(form))
    return redirect(_detail_url(request, rollout))


@require_POST
def rollout_again(request: MemberRequest, rollout_id: UUID) -> HttpResponse:
    """Have the accounts listed and the awaited roles looked for now."""
    rollout = access.get_rollout(request.membership, rollout_id, need=Role.CONTRIBUTOR)
    look_again(rollout=rollout)
    messages.info(request, "Checking the accounts. The list updates automatically.")
    return redirect(_list_url(request, rollout))


@require_POST
def rollout_describe(request: MemberRequest, rollout_id: UUID) -> HttpResponse:
    """Say of connected accounts, the ticked ones or all, what they are for and when they are scanned."""
    rollout = access.get_rollout(request.membership, rollout_id, need=Role.ADMIN)
    form = DescribeForm(request.POST)
    if not form.is_valid():
        context = _page_context(request, rollout, form)
        context["ticked"] = request.POST.getlist("ready")[: selectors.PER_PAGE]
        return render(request, "scanners/rollout_detail.html", context, status=422)
    count = describe_accounts(rollout=rollout, actor=request.user, account_ids=form.account_ids(), wanted=form.wanted())
    messages.success(request, f"Saved for {count} account{'' if count == 1 else 's'}.")
    return redirect(_list_url(request, rollout))


@require_POST
def rollout_scan(request: MemberRequest, rollout_id: UUID) -> HttpResponse:
    """Scan every ready account that is not being scanned."""
    rollout = access.get_rollout(request.membership, rollout_id, need=Role.CONTRIBUTOR)
    count = scan_ready(rollout=rollout, actor=request.user)
    if count:
        messages.success(request, f"{count} {'scan is' if count == 1 else 'scans are'} queued. This list shows them.")
    else:
        messages.info(request, "No account to scan: each is being scanned or is not ready.")
    return redirect(_url(request, "run_list"))


@require_http_methods(["GET", "HEAD", "POST"])
def rollout_end(request: MemberRequest, rollout_id: UUID) -> HttpResponse:
    """Ask whether to stop looking for roles, and do it."""
    rollout = access.get_rollout(request.membership, rollout_id, need=Role.ADMIN)
    if request.method == "POST":
        end_rollout(rollout=rollout, actor=request.user)
        messages.success(request, "The rollout has ended. Connected accounts stay connected.")
        return redirect(_url(request, "connection_list"))
    return render(request, "scanners/rollout_end.html", {"rollout": rollout})


@require_GET
def rollout_template(request: MemberRequest, rollout_id: UUID, form: str) -> HttpResponse:
    """Download one form of the rollout."""
    rollout = access.get_rollout(request.membership, rollout_id)
    download = rollout_downloads(rollout).get(form)
    if download is None:
        raise Http404
    return as_file(download)


def _said(form: Form) -> str:
    return " ".join(str(text) for texts in form.errors.values() for text in texts)


def _page_context(request: MemberRequest, rollout: Rollout, describe_form: DescribeForm) -> dict[str, Any]:
    return_url = request.build_absolute_uri(_detail_url(request, rollout))
    return {
        **_accounts_context(request, rollout),
        "onboarding": rollout_onboarding(rollout, return_url=return_url),
        "way_on": _way_on(request, rollout),
        "form": RolloutChangeForm(initial={"takes_new": rollout.takes_new, "opt_ins": rollout.opt_ins}),
        "describe_form": describe_form,
    }


def _accounts_context(request: MemberRequest, rollout: Rollout) -> dict[str, Any]:
    wanted = request.GET.get("state", "")
    state = wanted if wanted in selectors.STATES else ""
    counts = selectors.account_counts(rollout)
    page = selectors.account_page(rollout, counts, state=state, number=request.GET.get("page", "1")[:9])
    lines = selectors.account_lines(rollout, page)
    return {
        "rollout": rollout,
        "counts": counts,
        "total": sum(counts.values()),
        "page": page,
        "lines": lines,
        "has_choice": any(line.may_choose for line in lines),
        "state": state,
        "query": urlencode({"state": state}) if state else "",
        "alarm": selectors.listing_problem(rollout),
        "is_listing": selectors.is_listing(rollout),
        "poll_seconds": selectors.poll_seconds(rollout, counts),
        "ticked": [*request.GET.getlist("accounts"), *request.GET.getlist("ready")][: selectors.PER_PAGE],
        "state_seen": selectors.page_state(rollout, lines, counts),
    }


def _way_on(request: MemberRequest, rollout: Rollout) -> tuple[str, str] | None:
    """Where to go when another account has to list the accounts: an address and what to call it."""
    account_id, connection = selectors.manager_of(rollout)
    if connection is not None:
        return _url(request, "connection_detail", connection.pk), f"Open {connection}"
    if account_id and request.membership.may_administer:
        return f"{_url(request, 'connection_create')}?account={account_id}", f"Connect {account_id}"
    return None


def _list_url(request: MemberRequest, rollout: Rollout) -> str:
    return f"{_detail_url(request, rollout)}#accounts"


def _detail_url(request: MemberRequest, rollout: Rollout) -> str:
    return _url(request, "rollout_detail", rollout.pk)


def _url(request: MemberRequest, name: str, *ids: object) -> str:
    return reverse(f"scanners:{name}", args=[request.membership.organization.slug, *ids])
