"""The demo organization of `make run`. Only the development settings install this command."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from assessments.services.workloads import AccountDraft, WorkloadDraft, create_workload
from django.core.management.base import BaseCommand
from django.db import transaction

from ftrportal.common.tenancy import organization_context
from ftrportal.devstack.aws.credentials import DEMO_ACCOUNT, HARDENED_ACCOUNT
from ftrportal.devstack.demo import COLLEAGUES, DEMO_EMAIL, DEMO_NAME, DEMO_ORGANIZATION, DEMO_PASSWORD
from ftrportal.organizations.models import Membership, Organization, Role, User
from ftrportal.organizations.services.organizations import create_organization

WORKLOAD = WorkloadDraft(
    name="Northwind Insights",
    description=(
        "Dashboards over the shipping data of our customers. Runs in two accounts of ours, and reads the billing "
        "reports of customers' own accounts through a role each of them creates for us."
    ),
    handles_phi=False,
    accesses_customer_accounts=True,
    stores_customer_credentials=False,
    compliance_standards=("SOC 2",),
    accounts=(
        AccountDraft(DEMO_ACCOUNT, "Application"),
        AccountDraft(HARDENED_ACCOUNT, "Data platform"),
    ),
)


class Command(BaseCommand):
    help = "Create the demo organization with its people and one workload, unless the demo owner is there already."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.filter(email=DEMO_EMAIL).exists():
            return
        owner = _person(DEMO_EMAIL, DEMO_NAME)
        organization = create_organization(actor=owner, name=DEMO_ORGANIZATION)
        with organization_context(organization.pk):
            for email, name, role in COLLEAGUES:
                _join(organization, _person(email, name), Role(role))
            create_workload(organization=organization, actor=owner, draft=WORKLOAD)


def _person(email: str, name: str) -> User:
    """Somebody who has confirmed the address, as after the sign-up page."""
    user = User.objects.create_user(email, DEMO_PASSWORD, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _join(organization: Organization, user: User, role: Role) -> None:
    """Straight to membership: the invitation's mail would reach nobody."""
    Membership.objects.create(organization=organization, user=user, role=role)
