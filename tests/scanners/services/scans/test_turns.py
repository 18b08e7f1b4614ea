"""Whose scan is next: decided by the rows, not by the order of messages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from ftrportal.common.database.tenancy import organization_context
from scanners.models import ScanRun
from scanners.services.scans.turns import claim_next

pytestmark = pytest.mark.django_db(transaction=True)


def accounts(number, first=300000000000):
    return [str(first + place) for place in range(number)]


def queued(scans, organization, account_ids, **columns):
    return [scans.run(scans.connection(organization, one), **columns) for one in account_ids]


def ended(run):
    with organization_context(run.organization_id):
        ScanRun.objects.filter(pk=run.pk).update(status="finished", finished_at=timezone.now())


def test_with_one_slot_two_organizations_take_turns(world, scans):
    queued(scans, world.acme, accounts(4))
    queued(scans, world.other, accounts(2, first=400000000000))

    order = []
    while (run := claim_next()) is not None:
        order.append(run.organization_id)
        ended(run)

    acme, other = world.acme.pk, world.other.pk
    assert order == [acme, other, acme, other, acme, acme]


def test_an_organization_with_nothing_running_comes_before_one_with_many(world, scans):
    for run in queued(scans, world.acme, accounts(3), status="running"):
        assert run.status == "running"
    queued(scans, world.acme, accounts(3, first=310000000000))
    [lonely] = queued(scans, world.other, accounts(1, first=400000000000))

    assert claim_next().pk == lonely.pk


def test_one_who_always_has_just_one_waiting_does_not_starve_the_others(world, scans):
    """The turn of a scan that is over counts too."""
    [before] = queued(scans, world.acme, accounts(1), started_at=timezone.now() - timedelta(seconds=5))
    ended(before)
    queued(scans, world.acme, accounts(1, first=310000000000))
    [other] = queued(scans, world.other, accounts(1, first=400000000000))

    assert claim_next().pk == other.pk


def test_within_an_organization_the_oldest_comes_first(world, scans):
    first, second = queued(scans, world.acme, accounts(2))

    assert claim_next().pk == first.pk
    assert claim_next().pk == second.pk
    assert claim_next() is None


def test_an_account_is_not_scanned_twice_at_once_whoever_connected_it(world, scans):
    [one] = queued(scans, world.acme, accounts(1))
    [same] = queued(scans, world.other, accounts(1))

    assert claim_next().pk == one.pk
    assert claim_next() is None
    ended(one)
    assert claim_next().pk == same.pk


@pytest.mark.parametrize("status", ["revoked", "refused"])
def test_a_scan_whose_connection_is_gone_is_still_taken_to_be_ended(world, scans, status):
    run = scans.run(scans.connection(world.acme, accounts(1)[0], status=status))

    assert claim_next().pk == run.pk


def test_the_claimed_scan_knows_its_connection_and_is_leased(world, scans):
    queued(scans, world.acme, accounts(1))

    run = claim_next()

    assert (run.status, run.attempt, run.generation) == ("running", 1, 1)
    assert run.connection.account_id == accounts(1)[0]
    assert run.lease_until > timezone.now()
