"""What people declare reaches the checks of a real scan in the simulated AWS."""

from __future__ import annotations

import pytest

from devstack.simulated_aws.credentials import HARDENED_ACCOUNT, LOG_ARCHIVE_ACCOUNT
from ftrportal.common.database.tenancy import organization_context
from ftrportal.organizations.services.organizations import declare_company
from scanners.models import Connection, ConnectionStatus, Finding, Schedule, Stage
from scanners.onboarding import installation
from scanners.selectors.declarations.declared import declarations_of
from scanners.services.connections import verification
from scanners.services.connections.lifecycle import change_connection
from scanners.services.scans import execution, turns
from scanners.services.scans.runs import start_run
from tests.scanners.stacks import create_role

pytestmark = pytest.mark.django_db(transaction=True)


def outcomes(world, connection, check_id):
    """Scan, and say what a check found."""
    with organization_context(world.acme.pk):
        queued = start_run(connection=connection, actor=world.cai.user)
    claimed = turns.claim_run(world.acme.pk, queued.pk)
    assert claimed is not None
    execution.execute_run(claimed)
    with organization_context(world.acme.pk):
        queued.refresh_from_db()
        assert queued.status == "finished"
        return set(Finding.objects.filter(run=queued, check_id=check_id).values_list("outcome", flat=True))


def declare_stage(world, connection, stage):
    with organization_context(world.acme.pk):
        change_connection(
            connection=connection,
            actor=world.amy.user,
            name="",
            stage=stage,
            regions=["us-east-1"],
            schedule=Schedule.OFF,
            opt_ins=(),
        )


@pytest.fixture
def hardened_connection(world, scans, simulated_aws):
    connection = scans.connection(
        world.acme, HARDENED_ACCOUNT, role_name="FtrPortal-0b0b0b0b", status=ConnectionStatus.DRAFT
    )
    create_role(simulated_aws, connection, installation.template().text)
    verification.verify_connection(world.acme.pk, connection.pk)
    with organization_context(world.acme.pk):
        connection.refresh_from_db()
    return connection


def test_a_production_account_on_the_basic_plan_fails_the_support_check(world, real_connection):
    declare_stage(world, real_connection, Stage.PRODUCTION)

    assert outcomes(world, real_connection, "support_plan_business_or_above") == {"fail"}


def test_a_production_account_on_the_business_plan_passes_it(world, hardened_connection):
    declare_stage(world, hardened_connection, Stage.PRODUCTION)

    assert outcomes(world, hardened_connection, "support_plan_business_or_above") == {"pass"}


@pytest.mark.parametrize(
    ("stage", "outcome"),
    [(Stage.NON_PRODUCTION, "not_applicable"), (Stage.LOG_ARCHIVE, "review"), (Stage.UNKNOWN, "review")],
)
def test_what_is_not_declared_production_neither_passes_nor_fails_it(world, real_connection, stage, outcome):
    declare_stage(world, real_connection, stage)

    assert outcomes(world, real_connection, "support_plan_business_or_above") == {outcome}


def test_the_primary_contact_is_compared_with_the_declared_company(world, real_connection):
    declare_stage(world, real_connection, Stage.PRODUCTION)
    with organization_context(world.acme.pk):
        declare_company(
            organization=world.acme,
            actor=world.amy.user,
            company_name="Somebody Else",
            company_domains=[],
            is_contact_phone_attested=True,
            time_zone="UTC",
        )

    assert outcomes(world, real_connection, "primary_contact_company_owned") != {"pass"}


def test_own_accounts_are_the_live_connections_of_this_organization(world, scans):
    production = scans.connection(world.acme, "111122223333", stage=Stage.PRODUCTION)
    scans.connection(world.acme, "444455556666", stage=Stage.UNKNOWN, status=ConnectionStatus.DRAFT)
    scans.connection(world.acme, "555566667777", status=ConnectionStatus.REVOKED)
    scans.connection(world.acme, LOG_ARCHIVE_ACCOUNT, stage=Stage.LOG_ARCHIVE)
    scans.connection(world.other, "888899990000", stage=Stage.PRODUCTION)

    with organization_context(world.acme.pk):
        declared = declarations_of(Connection.objects.get(pk=production.pk))

    assert declared.is_production is True
    assert declared.company_name == "Acme"
    assert [(one.id, one.stage, one.is_connected) for one in declared.own_accounts] == [
        ("111122223333", "production", True),
        ("444455556666", "", False),
        (LOG_ARCHIVE_ACCOUNT, "log_archive", True),
    ]
