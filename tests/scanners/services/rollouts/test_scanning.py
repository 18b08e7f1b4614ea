"""Scanning all ready accounts of a rollout with one press."""

from __future__ import annotations

import pytest

from ftrportal.common.database.tenancy import organization_context
from scanners.models import Connection, ConnectionStatus, ScanRun
from scanners.services.rollouts import scanning
from scanners.services.scans.runs import start_run
from tests.scanners.services.rollouts.conftest import MEMBERS


@pytest.fixture
def rollout(rollouts):
    """Two accounts of it are ready; beside it there is the connected management account."""
    rollout = rollouts.listed()
    with organization_context(rollout.organization_id):
        for account_id in MEMBERS[:2]:
            Connection.objects.create(
                organization=rollout.organization,
                account_id=account_id,
                rollout=rollout,
                status=ConnectionStatus.ACTIVE,
                role_name=rollout.role_name,
                external_id=rollout.external_id_of(account_id),
            )
    return rollout


def scan_ready(rollout, person):
    with organization_context(rollout.organization_id):
        return scanning.scan_ready(rollout=rollout, actor=person.user)


def scanned(rollout):
    with organization_context(rollout.organization_id):
        return sorted(ScanRun.objects.values_list("connection__account_id", flat=True))


def test_each_ready_account_is_scanned_once(world, rollout):
    assert scan_ready(rollout, world.cai) == 2
    assert scan_ready(rollout, world.cai) == 0
    assert scanned(rollout) == sorted(MEMBERS[:2])


def test_one_that_is_not_ready_or_being_scanned_is_passed_over(world, rollout):
    with organization_context(rollout.organization_id):
        first, second = Connection.objects.filter(rollout=rollout).order_by("account_id")
        Connection.objects.filter(pk=first.pk).update(status=ConnectionStatus.DEGRADED)
        start_run(connection=second, actor=world.cai.user)

    assert scan_ready(rollout, world.cai) == 0


def test_where_there_are_many_the_longest_unscanned_come_first(world, rollout, monkeypatch):
    monkeypatch.setattr(scanning, "AT_ONCE", 1)
    with organization_context(rollout.organization_id):
        first = Connection.objects.filter(rollout=rollout).order_by("account_id").first()
        run = start_run(connection=first, actor=world.cai.user)
        ScanRun.objects.filter(pk=run.pk).update(status="finished")

    assert scan_ready(rollout, world.cai) == 1
    assert scanned(rollout) == sorted(MEMBERS[:2])
