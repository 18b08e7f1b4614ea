"""An organization in the simulated AWS, and a rollout through its management account."""

from __future__ import annotations

import pytest

from ftrportal.common.database.tenancy import organization_context
from scanners.models import Connection, ConnectionStatus, Rollout, RolloutAccount
from scanners.onboarding import installation
from scanners.services.connections import verification
from scanners.services.rollouts import listing, starting
from tests.scanners.stacks import create_member_role, create_role, remove_role_named

MANAGER = "700000000001"
MEMBERS = ("700000000002", "700000000003", "700000000004")
SUSPENDED = "700000000009"


def members(*gone, more=()):
    """The organization's members as the simulator takes them."""
    listed = [{"id": one, "name": f"Team {one[-1]}"} for one in MEMBERS if one not in gone]
    return [*listed, {"id": SUSPENDED, "name": "Old shop", "state": "SUSPENDED"}, *more]


class Rollouts:
    """What a person and the workers do, one after the other."""

    def __init__(self, world, aws, source):
        self.world, self.aws, self.source = world, aws, source

    def start(self) -> Rollout:
        with organization_context(self.source.organization_id):
            return starting.start_rollout(source=self.source, actor=self.world.amy.user)

    def listed(self) -> Rollout:
        rollout = self.start()
        return self.list(rollout)

    def list(self, rollout) -> Rollout:
        listing.list_accounts(rollout.organization_id, rollout.pk)
        return self.now(rollout)

    def make_role(self, rollout, account_id, template=None, **changed):
        create_member_role(
            self.aws, rollout, account_id, template or installation.member_template_now().text, **changed
        )

    def now(self, row):
        with organization_context(row.organization_id):
            row.refresh_from_db()
        return row

    def account(self, rollout, account_id) -> RolloutAccount:
        with organization_context(rollout.organization_id):
            rows = RolloutAccount.objects.select_related("connection", "rollout__organization")
            return rows.get(rollout=rollout, account_id=account_id)

    def accounts(self, rollout):
        with organization_context(rollout.organization_id):
            rows = RolloutAccount.objects.filter(rollout=rollout).select_related("connection", "rollout")
            return {row.account_id: row for row in rows}

    def connections(self, organization):
        with organization_context(organization.pk):
            return {row.account_id: row for row in Connection.objects.all()}


@pytest.fixture
def rollouts(world, scans, simulated_aws):
    """Acme's verified connection to the management account of an organization of four."""
    simulated_aws.set_organization(MANAGER, members())
    source = scans.connection(world.acme, MANAGER, role_name="FtrPortal-70000001", status=ConnectionStatus.DRAFT)
    create_role(simulated_aws, source, installation.template().text)
    verification.verify_connection(world.acme.pk, source.pk)
    with organization_context(world.acme.pk):
        source.refresh_from_db()
    assert source.status == ConnectionStatus.ACTIVE
    made = Rollouts(world, simulated_aws, source)
    yield made
    with organization_context(world.acme.pk):
        names = list(Rollout.objects.values_list("role_name", flat=True))
    for name in names:
        for account_id in MEMBERS:
            remove_role_named(simulated_aws, account_id, name)
