"""Changing who belongs to an organization. The rules hold in a race too: changes of one organization queue up."""

from __future__ import annotations

from django.db import transaction

from ftrportal.audit.record import record
from ftrportal.organizations.errors import Refused
from ftrportal.organizations.models import Membership, Organization, Role
from ftrportal.organizations.services.invitations import withdraw_invitations


@transaction.atomic
def change_role(*, member: Membership, role: Role, actor: Membership) -> Membership:
    """Give a member another role. Raises Refused."""
    member, actor = _lock_and_reread(member, actor)
    if not actor.may(Role.ADMIN):
        raise Refused("not_allowed")
    _refuse_beyond(actor, Role(member.role), role)
    if role != Role.OWNER:
        _refuse_last_owner(member)
    before = member.role
    if before == role:
        return member
    member.role = role
    member.save(update_fields=["role"])
    withdraw_invitations(member=member, actor=actor.user)
    record(
        "member.role_changed",
        organization=member.organization,
        actor=actor.user,
        target=member,
        user=member.user_id,
        before=before,
        now=role.value,
    )
    return member


@transaction.atomic
def remove_member(*, member: Membership, actor: Membership) -> None:
    """End a membership, one's own included; access ends with the next request. Raises Refused."""
    member, actor = _lock_and_reread(member, actor)
    if member.pk != actor.pk:
        if not actor.may(Role.ADMIN):
            raise Refused("not_allowed")
        _refuse_beyond(actor, Role(member.role))
    _refuse_last_owner(member)
    withdraw_invitations(member=member, actor=actor.user, everything=True)
    record(
        "member.removed",
        organization=member.organization,
        actor=actor.user,
        target=member,
        user=member.user_id,
        role=member.role,
    )
    member.delete()


def _lock_and_reread(member: Membership, actor: Membership) -> tuple[Membership, Membership]:
    """Both as they are once every earlier change is done. Raises Refused when one is gone."""
    # The organization's row serves as the queue; "no key" lets others go on adding rows that refer to it.
    Organization.objects.select_for_update(no_key=True).get(pk=member.organization_id)
    rows = Membership.objects.select_related("organization", "user").in_bulk([member.pk, actor.pk])
    if member.pk not in rows or actor.pk not in rows:
        raise Refused("not_allowed")
    return rows[member.pk], rows[actor.pk]


def _refuse_beyond(actor: Membership, *roles: Role) -> None:
    if Role.OWNER in roles and not actor.may(Role.OWNER):
        raise Refused("owners_only")
    if not all(actor.may(role) for role in roles):
        raise Refused("above_own_role")


def _refuse_last_owner(member: Membership) -> None:
    if member.role != Role.OWNER:
        return
    owners = Membership.objects.for_organization(member.organization).filter(role=Role.OWNER)
    if not owners.exclude(pk=member.pk).exists():
        raise Refused("last_owner")
