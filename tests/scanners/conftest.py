"""Connections, scans and a simulated AWS for the tests of the Django side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from devstack.simulated_aws.credentials import DEMO_ACCOUNT, portal_credentials
from devstack.simulated_aws.running import SimulatedAws, running_server
from ftrportal.common.database.tenancy import organization_context
from ftrportal.organizations.models import Organization
from scanners.models import Connection, ConnectionStatus, Finding, FindingException, ScanRun
from scanners.onboarding import installation
from scanners.services.connections import verification
from tests.scanners.stacks import create_role

STACK_ACCOUNT = "222233334444"


@pytest.fixture(scope="session")
def simulator_process() -> Iterator[SimulatedAws]:
    """One simulated AWS with the demo accounts for the session."""
    with running_server(demo=True) as server:
        yield server


@pytest.fixture
def simulated_aws(simulator_process: SimulatedAws, settings, monkeypatch) -> Iterator[SimulatedAws]:
    """The portal pointed at the simulated AWS, without faults."""
    settings.AWS_ENDPOINT_URL = simulator_process.endpoint_url
    settings.AWS_CONSOLE_URL = simulator_process.endpoint_url
    for name, value in portal_credentials().as_environment().items():
        monkeypatch.setenv(name, value)
    yield simulator_process
    simulator_process.clear_faults()


@dataclass
class Scans:
    """Makes rows as services leave them, for tests that look at pages or selectors."""

    def connection(self, organization: Organization, account_id: str = DEMO_ACCOUNT, **columns) -> Connection:
        values = {
            "status": ConnectionStatus.ACTIVE,
            "verified_at": timezone.now(),
            "role_name": "FtrPortal-1",
            **columns,
        }
        with organization_context(organization.pk):
            return Connection.objects.create(organization=organization, account_id=account_id, **values)

    def run(self, connection: Connection, **columns) -> ScanRun:
        with organization_context(connection.organization_id):
            return ScanRun.objects.create(organization_id=connection.organization_id, connection=connection, **columns)

    def finished(self, connection: Connection, **columns) -> ScanRun:
        values = {"status": "finished", "started_at": timezone.now(), "finished_at": timezone.now(), **columns}
        return self.run(connection, **values)

    def finding(self, run: ScanRun, resource: str = "arn:aws:s3:::one", **columns) -> Finding:
        values = {
            "check_id": "root_mfa_enabled",
            "outcome": "fail",
            "severity": "high",
            "weight": "decisive",
            "account_id": run.connection.account_id,
            "message": "It is not so.",
            **columns,
        }
        with organization_context(run.organization_id):
            return Finding.objects.create(organization_id=run.organization_id, run=run, resource=resource, **values)

    def exception(self, finding: Finding, **columns) -> FindingException:
        values = {
            "reason": "We know.",
            "approver": "Ada",
            "ends_on": timezone.now().date() + timedelta(days=9),
            **columns,
        }
        for name in ("account_id", "check_id", "region", "resource"):
            values.setdefault(name, getattr(finding, name))
        with organization_context(finding.organization_id):
            return FindingException.objects.create(organization_id=finding.organization_id, **values)


@pytest.fixture
def scans() -> Scans:
    return Scans()


@pytest.fixture
def real_connection(world, scans, simulated_aws) -> Connection:
    """Acme's verified connection to the demo account, with its role really made from the template."""
    connection = scans.connection(world.acme, role_name="FtrPortal-0a0a0a0a", status=ConnectionStatus.DRAFT)
    create_role(simulated_aws, connection, installation.template().text)
    verification.verify_connection(world.acme.pk, connection.pk)
    with organization_context(world.acme.pk):
        connection.refresh_from_db()
    return connection
