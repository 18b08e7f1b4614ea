"""The demo organization of `make run`. Only the development settings install this command."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from assessments.catalog.fields import clean_fields
from assessments.catalog.load import load_edition, requirement
from assessments.models import AnswerStatus, Assessment
from assessments.services.answers import AnswerDraft, save_answer
from assessments.services.workloads import AccountDraft, WorkloadDraft, create_workload
from devstack.demo import COLLEAGUES, DEMO_EMAIL, DEMO_NAME, DEMO_ORGANIZATION, DEMO_PASSWORD
from devstack.simulated_aws.credentials import DEMO_ACCOUNT, HARDENED_ACCOUNT
from ftrportal.common.database.tenancy import organization_context
from ftrportal.organizations.models import Membership, Organization, Role, User
from ftrportal.organizations.services.organizations import create_organization, declare_company

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
    accounts=(AccountDraft(DEMO_ACCOUNT, "Application"), AccountDraft(HARDENED_ACCOUNT, "Data platform")),
)
# What the demo accounts' contacts and root addresses name.
COMPANY: dict[str, Any] = {
    "company_name": "Orchard Analytics GmbH",
    "company_domains": ["orchard-analytics.example"],
    "is_contact_phone_attested": True,
    "time_zone": "Europe/Berlin",
}
# As a form would send them: status, response, typed fields. MFA disagrees with what a scan of the demo account finds.
ANSWERS: dict[str, tuple[AnswerStatus, str, dict[str, str]]] = {
    "ARC-003": (AnswerStatus.MET, "Each root user signs in with an authenticator app.", {"field-mfa_kind": "virtual"}),
    "RES-001": (
        AnswerStatus.MET,
        "At most one hour of events may be lost; continuous backup of the database keeps it to five minutes.",
        {
            "field-rpo-value": "1",
            "field-rpo-unit": "hours",
            "field-approved_by": "Nadia Demo, head of engineering",
            "field-approved_on": "2026-03-02",
        },
    ),
    "RES-002": (AnswerStatus.NOT_SURE, "", {"field-rto-value": "4", "field-rto-unit": "hours"}),
    "SUP-001": (AnswerStatus.NOT_MET, "The data platform's account is still on the basic plan.", {}),
}


class Command(BaseCommand):
    help = "Create the demo organization with its people and one workload, unless the demo owner is there already."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.filter(email=DEMO_EMAIL).exists():
            return
        owner = _person(DEMO_EMAIL, DEMO_NAME)
        organization = create_organization(actor=owner, name=DEMO_ORGANIZATION)
        with organization_context(organization.pk):
            declare_company(organization=organization, actor=owner, **COMPANY)
            for email, name, role in COLLEAGUES:
                _join(organization, _person(email, name), Role(role))
            workload = create_workload(organization=organization, actor=owner, draft=WORKLOAD)
            for key, (status, response, sent) in ANSWERS.items():
                _answer(workload.assessments.get(), key, owner, status=status, response=response, sent=sent)


def _person(email: str, name: str) -> User:
    """Somebody who has confirmed the address, as after the sign-up page."""
    user = User.objects.create_user(email, DEMO_PASSWORD, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _join(organization: Organization, user: User, role: Role) -> None:
    """Straight to membership: the invitation's mail would reach nobody."""
    Membership.objects.create(organization=organization, user=user, role=role)


def _answer(
    assessment: Assessment, key: str, actor: User, *, status: AnswerStatus, response: str, sent: dict[str, str]
) -> None:
    """Through the same cleaning and service as the questionnaire, so a demo answer is one a person could give."""
    fields, errors = clean_fields(requirement(key, load_edition(assessment.edition)), sent)
    if errors:
        raise CommandError(f"The demo answer to {key} does not fit the catalogue: {errors}")
    draft = AnswerDraft(status=status, response=response, not_applicable_reason="", fields=fields)
    save_answer(assessment=assessment, requirement_key=key, actor=actor, base_version=0, draft=draft)
