"""Members of an organization: the list, roles, removal."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ftrportal.common.text.articles import with_article
from ftrportal.organizations import access
from ftrportal.organizations.errors import Refused
from ftrportal.organizations.forms.organizations import InvitationForm, RoleForm
from ftrportal.organizations.http import MemberRequest
from ftrportal.organizations.models import Role
from ftrportal.organizations.selectors.members import assignable_roles, members, open_invitations
from ftrportal.organizations.services.members import change_role, remove_member


@require_GET
def member_list(request: MemberRequest) -> HttpResponse:
    return members_page(request, InvitationForm(actor=request.membership))


def members_page(request: MemberRequest, form: InvitationForm, *, status: int = 200) -> HttpResponse:
    """The whole page, with the invitation form as it stands."""
    organization = request.membership.organization
    context = {
        "members": members(organization),
        "roles": assignable_roles(request.membership),
        "invitations": open_invitations(organization) if request.membership.may_administer else [],
        "now": timezone.now(),
        "form": form,
    }
    return render(request, "organizations/members.html", context, status=status)


@require_POST
def member_role(request: MemberRequest, member_id: UUID) -> HttpResponse:
    member = access.get_member(request.membership, member_id)
    form = RoleForm(request.POST, actor=request.membership)
    if not form.is_valid():
        messages.error(request, "This role is not available. Choose one from the list.")
        return members_page(request, InvitationForm(actor=request.membership), status=422)
    try:
        changed = change_role(member=member, role=form.cleaned_data["role"], actor=request.membership)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return members_page(request, InvitationForm(actor=request.membership), status=409)
    messages.success(request, f"{changed.user} is now {with_article(changed.get_role_display())}.")
    return redirect("organizations:member_list", organization_slug=request.membership.organization.slug)


@require_http_methods(["GET", "POST"])
def member_remove(request: MemberRequest, member_id: UUID) -> HttpResponse:
    """Asks on GET (for browsers without scripts), removes on POST. Everybody may remove themselves."""
    own = member_id == request.membership.pk
    member = access.get_member(request.membership, member_id, need=Role.REVIEWER if own else Role.ADMIN)
    if request.method == "GET":
        return render(request, "organizations/member_remove.html", {"member": member, "own": own})
    try:
        remove_member(member=member, actor=request.membership)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return members_page(request, InvitationForm(actor=request.membership), status=409)
    if own:
        messages.success(request, f"You left {request.membership.organization.name}.")
        return redirect("organizations:home")
    messages.success(request, f"{member.user} removed.")
    return redirect("organizations:member_list", organization_slug=request.membership.organization.slug)
