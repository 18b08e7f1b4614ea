"""Addresses and rows for the tests of the pages."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from ftrportal.common.database.tenancy import organization_context
from scanners.models import Rollout, RolloutAccount
from tests.scanners.views.rollout_rows import MANAGER


@pytest.fixture
def url(world):
    """The address of a page of Acme."""

    def address(name, *ids, organization=None):
        return reverse(f"scanners:{name}", args=[(organization or world.acme).slug, *ids])

    return address


@pytest.fixture
def fresh(world):
    """A row as the database has it now."""

    def read(row):
        with organization_context(row.organization_id):
            row.refresh_from_db()
        return row

    return read


@pytest.fixture
def amy(world):
    return world.client(world.amy)


@pytest.fixture
def rollout(world, scans):
    source = scans.connection(world.acme, MANAGER)
    with organization_context(world.acme.pk):
        return Rollout.objects.create(
            organization=world.acme,
            source=source,
            role_name="FtrPortal-2",
            org_id="o-orchard001",
            management_account_id=MANAGER,
            listed_at=timezone.now(),
            created_by=world.amy.user,
        )


@pytest.fixture
def add(rollout):
    """An account of the rollout, awaited unless told otherwise."""

    def make(number, **columns):
        values = {"aws_state": "ACTIVE", "next_probe_at": timezone.now(), "name": f"Team {number}", **columns}
        with organization_context(rollout.organization_id):
            return RolloutAccount.objects.create(
                organization_id=rollout.organization_id, rollout=rollout, account_id=f"71{number:010}", **values
            )

    return make
