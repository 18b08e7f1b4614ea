"""Creating and renaming organizations, and what they declare about their company."""

from __future__ import annotations

from django.db import transaction

from ftrportal.audit.record import record
from ftrportal.common.database.tenancy import organization_context
from ftrportal.organizations.models import Membership, Organization, Role, User
from ftrportal.organizations.models.organization import make_slug


def create_organization(*, actor: User, name: str) -> Organization:
    """A new tenant whose first owner is its maker."""
    organization = Organization(name=name, slug=make_slug(name))
    # Entered before the insert: PostgreSQL accepts an organization's row only from inside that organization.
    with organization_context(organization.pk):
        organization.save(force_insert=True)
        Membership.objects.create(organization=organization, user=actor, role=Role.OWNER)
        record("organization.created", organization=organization, actor=actor, target=organization, name=name)
    return organization


@transaction.atomic
def rename_organization(*, organization: Organization, actor: User, name: str) -> None:
    """The slug stays, so links that people keep go on working."""
    before = organization.name
    organization.name = name
    organization.save(update_fields=["name"])
    record("organization.renamed", organization=organization, actor=actor, target=organization, before=before, now=name)


@transaction.atomic
def declare_company(
    *,
    organization: Organization,
    actor: User,
    company_name: str,
    company_domains: list[str],
    is_contact_phone_attested: bool,
    time_zone: str,
) -> None:
    """Keep what an admin says about the company. The next scan of each account goes by it."""
    wanted = {
        "company_name": company_name,
        "company_domains": company_domains,
        "is_contact_phone_attested": is_contact_phone_attested,
        "time_zone": time_zone,
    }
    before = {field: getattr(organization, field) for field in wanted}
    changed = sorted(field for field in wanted if before[field] != wanted[field])
    if not changed:
        return
    for field in changed:
        setattr(organization, field, wanted[field])
    organization.save(update_fields=changed)
    data = {field: {"before": before[field], "now": wanted[field]} for field in changed}
    record("organization.declared", organization=organization, actor=actor, target=organization, **data)
