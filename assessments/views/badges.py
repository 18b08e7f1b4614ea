"""The badge: an owner switches it on and off; the picture itself is public for whoever has its address."""

from __future__ import annotations

import hashlib
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import parse_etags
from django.views.decorators.http import require_GET, require_POST, require_safe

from assessments import access
from assessments.forms.badges import BadgeForm
from assessments.models import Assessment
from assessments.reports.render.badges import badge_picture
from assessments.selectors.reports import badge_of
from assessments.services import badges
from ftrportal.common.web.rates import spend
from ftrportal.organizations.http import MemberRequest
from ftrportal.organizations.models import Role

PER_MINUTE = 60
SECONDS = 300  # how long a wiki may keep the picture, and how long a badge that was switched off may still show there


@require_GET
def badge_edit(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    assessment = access.get_assessment(request.membership, workload_id, need=Role.OWNER)
    badge = badge_of(assessment)
    form = BadgeForm(initial={"label": badge.label} if badge else None)
    return _page(request, assessment, form)


@require_POST
def badge_issue(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """On, or a new address."""
    assessment = access.get_assessment(request.membership, workload_id, need=Role.OWNER)
    form = BadgeForm(request.POST)
    if not form.is_valid():
        return _page(request, assessment, form, status=422)
    badges.issue_badge(assessment=assessment, actor=request.user, label=form.cleaned_data["label"])
    return redirect("assessments:badge_edit", request.membership.organization.slug, workload_id)


@require_POST
def badge_switch_off(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    assessment = access.get_assessment(request.membership, workload_id, need=Role.OWNER)
    badges.switch_off_badge(assessment=assessment, actor=request.user)
    return redirect("assessments:badge_edit", request.membership.organization.slug, workload_id)


@login_not_required
@require_safe
def badge_svg(request: HttpRequest, token: str) -> HttpResponse:
    """The picture. An address that was never given and one that was switched off are the same 404."""
    if not spend("badge", get_adapter(request).get_client_ip(request), limit=PER_MINUTE, seconds=60):
        return HttpResponse("Too many requests. Try again in a minute.\n", status=429, content_type="text/plain")
    found = badges.badge_by_token(token)
    if found is None:
        raise Http404
    picture = render_to_string("assessments/badge.svg", {"badge": badge_picture(*found)}).encode()
    tag = f'"{hashlib.sha256(picture).hexdigest()[:32]}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    response: HttpResponse = HttpResponseNotModified() if tag in known or "*" in known else HttpResponse(picture)
    if response.status_code == 200:
        response["Content-Type"] = "image/svg+xml"
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={SECONDS}"
    # A picture for pages of other sites, and nothing but a picture even when somebody opens it.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _page(request: MemberRequest, assessment: Assessment, form: BadgeForm, *, status: int = 200) -> HttpResponse:
    badge = badge_of(assessment)
    address = request.build_absolute_uri(reverse("badge", args=[badge.token])) if badge else ""
    context = {"workload": assessment.workload, "badge": badge, "address": address, "form": form}
    return render(request, "assessments/badge_edit.html", context, status=status)
