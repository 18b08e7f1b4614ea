"""Access functions of organizations: not found and not yours are the same 404, too small a role is 403."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from ftrportal.organizations.models import Invitation, Membership, Role, TenantModel, TenantQuerySet

Row = TypeVar("Row", bound=TenantModel)


def get_membership(user: AbstractBaseUser | AnonymousUser, slug: str) -> Membership:
    """The user's membership in the organization with this slug. Raises Http404."""
    membership: Membership | None = (
        Membership.objects.filter(user_id=user.pk, organization__slug=slug)  # type: ignore[misc]
        .select_related("organization", "user")
        .first()
    )
    if membership is None:
        raise Http404
    return membership


def require(membership: Membership, need: Role) -> None:
    """Raises PermissionDenied when the membership's role is smaller than `need`."""
    if not membership.may(need):
        raise PermissionDenied


def get_row(rows: TenantQuerySet, membership: Membership, need: Role, **lookup: Any) -> Any:
    """The one row of the membership's organization that matches. Raises Http404, then PermissionDenied.

    Every `access.py` builds its access functions on this.
    """
    row = rows.for_organization(membership.organization).filter(**lookup).first()
    if row is None:
        raise Http404
    require(membership, need)
    return row


def get_member(membership: Membership, member_id: UUID, *, need: Role = Role.ADMIN) -> Membership:
    """Another member of the same organization."""
    member: Membership = get_row(Membership.objects.select_related("user"), membership, need, pk=member_id)
    return member


def get_invitation(membership: Membership, invitation_id: UUID, *, need: Role = Role.ADMIN) -> Invitation:
    """An invitation of this organization."""
    invitation: Invitation = get_row(Invitation.objects.all(), membership, need, pk=invitation_id)
    return invitation
