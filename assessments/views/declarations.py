"""From a fact that a check misses to the place in the questionnaire where somebody says it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from assessments.selectors.declared import PLACES, WORKLOAD
from assessments.selectors.workloads import workloads_of_account
from ftrportal.organizations.http import MemberRequest


@require_GET
def declaration_place(request: MemberRequest) -> HttpResponse:
    """Where `fact` is asked for the workload in `account`: there at once if there is only one, else a choice."""
    organization = request.membership.organization
    place = PLACES.get(request.GET.get("fact", ""))
    if place is None:
        return redirect("assessments:workload_list", organization.slug)
    account_id = request.GET.get("account", "")[:12]
    workloads, is_named = workloads_of_account(organization, account_id)
    if is_named and len(workloads) == 1:
        if place != WORKLOAD:
            return redirect("assessments:requirement_detail", organization.slug, workloads[0].pk, place)
        name = "workload_edit" if request.membership.may_edit else "workload_detail"
        return redirect(f"assessments:{name}", organization.slug, workloads[0].pk)
    context = {"workloads": workloads, "is_named": is_named, "account_id": account_id, "place": place}
    return render(request, "assessments/declaration_place.html", context)
