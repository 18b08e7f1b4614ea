"""Who belongs to an organization and who is invited."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from ftrportal.organizations.models import Invitation, Membership, Organization, Role, TenantQuerySet, User


def memberships_of(user: User) -> list[Membership]:
    """The organizations a person belongs to, by name."""
    return list(
        Membership.objects.filter(user=user).select_related("organization").order_by("organization__name", "id")
    )


def members(organization: Organization) -> list[Membership]:
    """Everybody, owners first, then by name."""
    rows = Membership.objects.for_organization(organization).select_related("user", "organization")
    rank = {role: place for place, role in enumerate(Role.values)}
    return sorted(rows, key=lambda row: (rank[row.role], row.user.name.lower(), row.user.email))


def open_invitations(organization: Organization) -> TenantQuerySet:
    """Neither accepted nor revoked; expired ones are among them, because they can be sent again."""
    rows = Invitation.objects.for_organization(organization).select_related("invited_by", "organization")
    return rows.filter(accepted_at__isnull=True, revoked_at__isnull=True)


def belongs_to(organization: Organization, email: str) -> bool:
    """Whether a member has this address, confirmed or as the one they sign in with."""
    rows = Membership.objects.for_organization(organization)
    if rows.filter(user__email__iexact=email).exists():
        return True
    return rows.filter(user__emailaddress__email__iexact=email, user__emailaddress__verified=True).exists()


def verified_addresses(user: User) -> set[str]:
    """The addresses a person has proved to own, in lower case."""
    rows = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return {address.lower() for address in rows}


def assignable_roles(membership: Membership) -> list[Role]:
    """What this member may give to others: nothing above their own role."""
    return [role for role in Role if membership.may(role)]
