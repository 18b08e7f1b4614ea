"""The cast of the tests: two organizations, their people, and a signed-in browser for each."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.test import Client

from ftrportal.common.database.tenancy import organization_context
from ftrportal.organizations.models import Membership, Organization, Role, User
from ftrportal.organizations.models.organization import make_slug

PASSWORD = "correct horse battery staple"


@dataclass
class World:
    """Ada owns Acme; Amy administers it, Cai contributes, Ben reviews. Cleo owns Other. Dot belongs to nobody."""

    acme: Organization
    other: Organization
    ada: Membership
    amy: Membership
    cai: Membership
    ben: Membership
    cleo: Membership
    dot: User

    def client(self, person: Membership | User) -> Client:
        """A browser in which this person is signed in."""
        browser = Client()
        browser.force_login(person if isinstance(person, User) else person.user)
        return browser


def make_user(name: str) -> User:
    user = User.objects.create_user(f"{name.lower()}@example.com", PASSWORD, name=name)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def make_organization(name: str) -> Organization:
    organization = Organization(name=name, slug=make_slug(name))
    with organization_context(organization.pk):
        organization.save(force_insert=True)
    return organization


def add_member(organization: Organization, user: User, role: Role) -> Membership:
    with organization_context(organization.pk):
        return Membership.objects.create(organization=organization, user=user, role=role)


def make_world() -> World:
    """Everything committed or rolled back with the test; no organization is entered afterwards."""
    with transaction.atomic():
        acme, other = make_organization("Acme"), make_organization("Other")
        return World(
            acme=acme,
            other=other,
            ada=add_member(acme, make_user("Ada"), Role.OWNER),
            amy=add_member(acme, make_user("Amy"), Role.ADMIN),
            cai=add_member(acme, make_user("Cai"), Role.CONTRIBUTOR),
            ben=add_member(acme, make_user("Ben"), Role.REVIEWER),
            cleo=add_member(other, make_user("Cleo"), Role.OWNER),
            dot=make_user("Dot"),
        )
