"""Inviting people, and the page an invited person sees."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ftrportal.organizations import access
from ftrportal.organizations.errors import Refused
from ftrportal.organizations.forms.organizations import InvitationForm
from ftrportal.organizations.http import MemberRequest
from ftrportal.organizations.models import Invitation, Role
from ftrportal.organizations.selectors.members import verified_addresses
from ftrportal.organizations.services.invitations import (
    accept_invitation,
    create_invitation,
    find_invitation,
    resend_invitation,
    revoke_invitation,
)
from ftrportal.organizations.views.members import members_page

COOKIE = "ftrportal_invitation"


def waiting_invitation(request: HttpRequest) -> str:
    """The token a visitor came with before signing up: confirming an e-mail address forgets where one wanted to go."""
    return request.COOKIES.get(COOKIE, "")


@require_POST
def invitation_create(request: MemberRequest) -> HttpResponse:
    access.require(request.membership, Role.ADMIN)
    form = InvitationForm(request.POST, actor=request.membership)
    if not form.is_valid():
        return members_page(request, form, status=422)
    try:
        invitation = create_invitation(actor=request.membership, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return members_page(request, form, status=422)
    messages.success(request, f"Invitation sent to {invitation.email}.")
    return redirect("organizations:member_list", organization_slug=request.membership.organization.slug)


@require_POST
def invitation_resend(request: MemberRequest, invitation_id: UUID) -> HttpResponse:
    invitation = access.get_invitation(request.membership, invitation_id)
    try:
        resend_invitation(invitation=invitation, actor=request.membership)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, f"New invitation sent to {invitation.email}. The previous link no longer works.")
    return redirect("organizations:member_list", organization_slug=request.membership.organization.slug)


@require_POST
def invitation_revoke(request: MemberRequest, invitation_id: UUID) -> HttpResponse:
    invitation = access.get_invitation(request.membership, invitation_id)
    try:
        revoke_invitation(invitation=invitation, actor=request.membership)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, f"Invitation for {invitation.email} revoked.")
    return redirect("organizations:member_list", organization_slug=request.membership.organization.slug)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def invitation_accept(request: MemberRequest, token: str) -> HttpResponse:
    """What an invited person sees. A used, expired, revoked and guessed link all look the same."""
    invitation = find_invitation(token)
    if invitation is None:
        return _forget(render(request, "organizations/invitation_closed.html", status=404))
    if not request.user.is_authenticated:
        return _remember(render(request, "organizations/invitation_sign_in.html", {"invitation": invitation}), token)
    if invitation.email.lower() not in verified_addresses(request.user):
        page = render(request, "organizations/invitation_other_address.html", {"invitation": invitation}, status=403)
        return _forget(page)
    if request.method == "POST":
        return _join(request, invitation)
    return _forget(render(request, "organizations/invitation_accept.html", {"invitation": invitation}))


def _join(request: MemberRequest, invitation: Invitation) -> HttpResponse:
    try:
        accept_invitation(invitation=invitation, user=request.user)
    except Refused:
        return _forget(render(request, "organizations/invitation_closed.html", status=404))
    messages.success(request, f"Welcome to {invitation.organization.name}.")
    return _forget(redirect("assessments:workload_list", organization_slug=invitation.organization.slug))


def _remember(response: HttpResponse, token: str) -> HttpResponse:
    # In the browser and not in the session: the session is a row, and the database must never hold the token itself.
    response.set_cookie(
        COOKIE, token, max_age=3600, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


def _forget(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, samesite="Lax")
    return response
