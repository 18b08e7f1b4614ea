"""Invitations: a random token goes out by mail, its hash stays here."""

from __future__ import annotations

import hashlib
import secrets
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from ftrportal.audit.record import record
from ftrportal.common.database.tenancy import enter_invitation, enter_organization
from ftrportal.organizations.errors import Refused
from ftrportal.organizations.models import Invitation, Membership, Organization, Role, User
from ftrportal.organizations.selectors.members import belongs_to, open_invitations, verified_addresses

log = structlog.get_logger(__name__)
MAX_OPEN = 100
TOKEN_BYTES = 32


@transaction.atomic
def create_invitation(*, actor: Membership, email: str, role: Role) -> Invitation:
    """Invite an address. Raises Refused, also when the mail cannot be sent: then nothing is stored."""
    organization = actor.organization
    _refuse_role(actor, role)
    if belongs_to(organization, email):
        raise Refused("already_member")
    waiting = open_invitations(organization)
    if waiting.filter(email__iexact=email).exists():
        raise Refused("already_invited")
    if waiting.count() >= MAX_OPEN:
        raise Refused("too_many_invitations")
    invitation = Invitation(organization=organization, email=email, role=role, invited_by=actor.user)
    token = _renew(invitation)
    record(
        "invitation.created",
        organization=organization,
        actor=actor.user,
        target=invitation,
        email=email,
        role=role.value,
    )
    _send(invitation, token, inviter=actor.user)
    return invitation


@transaction.atomic
def resend_invitation(*, invitation: Invitation, actor: Membership) -> None:
    """Send a new link; the old one stops working. Raises Refused."""
    invitation = _lock_open(invitation)
    _refuse_role(actor, Role(invitation.role))
    invitation.invited_by = actor.user
    token = _renew(invitation)
    record("invitation.resent", organization=actor.organization, actor=actor.user, target=invitation)
    _send(invitation, token, inviter=actor.user)


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, actor: Membership) -> None:
    """The link stops working at once. Raises Refused."""
    invitation = _lock_open(invitation)
    _refuse_role(actor, Role(invitation.role))
    _revoke(invitation, actor.user)


def withdraw_invitations(*, member: Membership, actor: User, everything: bool = False) -> None:
    """Revoke what a member has invited to and, after losing a role, may no longer invite to."""
    own = open_invitations(member.organization).filter(invited_by=member.user_id).select_for_update(of=("self",))
    for invitation in own:
        if everything or not member.may(Role.ADMIN) or not member.may(Role(invitation.role)):
            _revoke(invitation, actor)


def find_invitation(token: str) -> Invitation | None:
    """The open invitation of this token, with its organization entered; None for any that opens nothing."""
    token_hash = hash_token(token)
    enter_invitation(token_hash)
    invitation = Invitation.objects.filter(token_hash=token_hash).first()
    if invitation is None or not invitation.is_open:
        return None
    # The holder of the link may see whom it invites to where; that it is theirs is checked on accepting.
    enter_organization(invitation.organization_id)
    found: Invitation = Invitation.objects.select_related("organization", "invited_by").get(pk=invitation.pk)
    return found


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User) -> Membership:
    """Join. Raises Refused when it was closed meanwhile or is for another address.

    A person who is a member already keeps the role they have.
    """
    invitation = _lock_open(invitation)
    if not invitation.is_open:
        raise Refused("invitation_closed")
    if invitation.email.lower() not in verified_addresses(user):
        raise Refused("other_address")
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    membership, _ = Membership.objects.get_or_create(
        organization=invitation.organization, user=user, defaults={"role": invitation.role}
    )
    record(
        "invitation.accepted", organization=invitation.organization, actor=user, target=invitation, role=membership.role
    )
    return membership


def hash_token(token: str) -> str:
    """What is stored of a token. A token is random and long, so one plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _refuse_role(actor: Membership, role: Role) -> None:
    if not actor.may(role):
        raise Refused("owners_only" if role == Role.OWNER else "above_own_role")


def _lock_open(invitation: Invitation) -> Invitation:
    """The row as it is now; an expired one may be sent again, an accepted or revoked one stays closed."""
    fresh = Invitation.objects.select_for_update().filter(
        pk=invitation.pk, accepted_at__isnull=True, revoked_at__isnull=True
    )
    found: Invitation | None = fresh.first()
    if found is None:
        raise Refused("invitation_closed")
    return found


def _renew(invitation: Invitation) -> str:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation.token_hash = hash_token(token)
    invitation.expires_at = timezone.now() + settings.INVITATION_MAX_AGE
    invitation.save()
    return token


def _revoke(invitation: Invitation, actor: User) -> None:
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    record("invitation.revoked", organization=invitation.organization, actor=actor, target=invitation)


def _send(invitation: Invitation, token: str, *, inviter: User) -> None:
    organization: Organization = invitation.organization
    link = settings.PORTAL_URL + reverse("organizations:invitation_accept", args=[token])
    context = {
        "inviter": _one_line(inviter.name or inviter.email),
        "organization": _one_line(organization.name),
        "role": invitation.get_role_display(),
        "link": link,
        "expires_at": invitation.expires_at,
    }
    # A name may hold a line break, which must not become a header of its own.
    subject = _one_line(render_to_string("email/invitation_subject.txt", context))
    mail = EmailMessage(subject, render_to_string("email/invitation.txt", context), to=[invitation.email])
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        log.warning("invitation_mail_failed", invitation=str(invitation.pk), error=type(error).__name__)
        raise Refused("mail_not_sent") from error


def _one_line(text: str) -> str:
    return " ".join(text.split())
