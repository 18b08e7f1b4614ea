import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from assessments.models import Answer, Workload
from devstack.demo import COLLEAGUES, DEMO_EMAIL, DEMO_ORGANIZATION, DEMO_PASSWORD
from devstack.management.commands.load_demo import ANSWERS, Command
from devstack.simulated_aws.credentials import DEMO_ACCOUNT, HARDENED_ACCOUNT
from ftrportal.common.database.tenancy import enter_user, organization_context
from ftrportal.organizations.models import Membership, User


@pytest.fixture
def demo(db):
    # As an object: only the development settings install the command.
    call_command(Command())


@pytest.fixture
def membership(demo):
    """The demo owner's, read as after log-in: each person may find out where they belong."""
    owner = User.objects.get(email=DEMO_EMAIL)
    with transaction.atomic():
        enter_user(owner.pk)
        return Membership.objects.select_related("organization").get(user=owner)


@pytest.mark.parametrize("email", [DEMO_EMAIL, *(row[0] for row in COLLEAGUES)])
def test_everybody_of_the_demo_signs_in_and_sees_the_workload(demo, email):
    page = Client().post("/accounts/login/", {"login": email, "password": DEMO_PASSWORD}, follow=True)

    assert page.status_code == 200
    assert "Northwind Insights" in page.content.decode()


def test_the_demo_speaks_of_the_simulators_accounts_and_has_answers(membership):
    with organization_context(membership.organization_id):
        workload = Workload.objects.get()
        accounts = set(workload.accounts.values_list("account_id", flat=True))
        answered = set(Answer.objects.values_list("requirement_key", flat=True))

    assert membership.organization.name == DEMO_ORGANIZATION
    assert accounts == {DEMO_ACCOUNT, HARDENED_ACCOUNT}
    assert answered == set(ANSWERS)


def test_loading_twice_changes_nothing(demo):
    before = User.objects.count()

    call_command(Command())

    assert User.objects.count() == before == 1 + len(COLLEAGUES)
