"""The simulated organization, and the console's one click that deploys a StackSet to its members."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from devstack.simulated_aws.credentials import MANAGEMENT_ACCOUNT, PORTAL_ROLE_ARN
from devstack.simulated_aws.running import SimulatedAws
from scanners.engine.role_template.organization import organization_template
from tests.devstack.simulated_aws import test_console
from tests.devstack.simulated_aws.conftest import EXTERNAL_ID, Tenant
from tests.devstack.simulated_aws.test_console import files, press, show  # noqa: F401


@pytest.fixture
def manager(simulated_aws: SimulatedAws) -> Tenant:
    """The management account of an organization of two active members and a suspended one."""
    first = f"3{secrets.randbelow(10**10):010d}"
    members = [{"id": f"{first}{number}", "name": f"Team {number}"} for number in (1, 2)]
    gone = {"id": f"{first}9", "name": "Old", "state": "SUSPENDED"}
    simulated_aws.set_organization(f"{first}0", [*members, gone])
    return Tenant(simulated_aws, f"{first}0")


def members_of(manager: Tenant) -> list[Tenant]:
    return [Tenant(manager.aws, f"{manager.account_id[:-1]}{number}") for number in (1, 2, 9)]


@pytest.fixture
def template(files: str) -> Iterator[str]:  # noqa: F811
    """The portal's own template of an organization, served on this machine."""
    test_console.FILES["/organization.yaml"] = organization_template(PORTAL_ROLE_ARN).text
    yield f"{files}/organization.yaml"
    del test_console.FILES["/organization.yaml"]


def deploy(manager: Tenant, template: str, **fields: str) -> tuple[int, str]:
    root = manager.root("organizations").list_roots()["Roots"][0]["Id"]
    given = {"param_Targets": root, "param_ExternalIdBase": EXTERNAL_ID, "param_RoleName": "FtrPortal-1", **fields}
    status, page = press(manager, templateURL=template, **given)
    return status, page.text


def assumes(member: Tenant, external_id: str) -> bool:
    try:
        member.assume(name="FtrPortal-1", external_id=external_id)
    except ClientError:
        return False
    return True


def test_the_targets_are_filled_in_so_that_one_click_is_enough(manager: Tenant, template: str) -> None:
    _, page = show(manager, templateURL=template, stackName="x", param_ExternalIdBase=EXTERNAL_ID)

    root = manager.root("organizations").list_roots()["Roots"][0]["Id"]
    assert page.select_one("#param_Targets")["value"] == root


def test_every_active_member_gets_a_role_with_its_own_id_and_the_manager_none(manager: Tenant, template: str) -> None:
    status, _ = deploy(manager, template)

    one, two, gone = members_of(manager)
    assert status == 200
    assert assumes(one, f"{EXTERNAL_ID}-{one.account_id}")
    assert assumes(two, f"{EXTERNAL_ID}-{two.account_id}")
    assert not assumes(one, f"{EXTERNAL_ID}-{two.account_id}")
    assert not assumes(gone, f"{EXTERNAL_ID}-{gone.account_id}")
    assert not assumes(manager, f"{EXTERNAL_ID}-{manager.account_id}")


def test_an_update_replaces_the_stacks(manager: Tenant, template: str) -> None:
    deploy(manager, template)
    again, said = deploy(manager, template)
    updated, _ = deploy(manager, template, update="yes")

    assert (again, updated) == (400, 200)
    assert "already exists" in said


def test_accounts_outside_the_targets_get_nothing(manager: Tenant, template: str) -> None:
    status, said = deploy(manager, template, param_Targets="ou-abcd-12345678")

    assert status == 400
    assert "No active account is under" in said


def test_only_the_manager_or_a_delegate_may_deploy(manager: Tenant, template: str) -> None:
    member = members_of(manager)[0]

    status, page = press(member, templateURL=template, param_Targets="r-abcd", param_ExternalIdBase=EXTERNAL_ID)

    assert status == 400
    assert "management account or delegated admin" in page.text


def test_the_manager_lists_page_by_page_and_a_plain_member_is_refused(manager: Tenant) -> None:
    many = [{"id": f"4{number:011d}", "name": "x"} for number in range(45)]
    manager.aws.set_organization(manager.account_id, many)

    pages = list(manager.root("organizations").get_paginator("list_accounts").paginate())

    assert [len(page["Accounts"]) for page in pages] == [20, 20, 6]
    with pytest.raises(ClientError, match="AccessDenied"):
        manager.aws.root("organizations", many[0]["id"]).list_accounts()


def test_a_delegate_may_list(manager: Tenant) -> None:
    member = members_of(manager)[0]
    manager.aws.set_organization(
        manager.account_id, [{"id": member.account_id, "name": "x"}], delegated=[member.account_id]
    )

    assert len(member.root("organizations").list_accounts()["Accounts"]) == 2


def test_the_demo_has_an_organization_with_a_suspended_account(simulated_aws: SimulatedAws) -> None:
    accounts = simulated_aws.root("organizations", MANAGEMENT_ACCOUNT).list_accounts()["Accounts"]

    assert len(accounts) == 12
    assert [one["State"] for one in accounts].count("SUSPENDED") == 1
