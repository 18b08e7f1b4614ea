"""Daily probes take turns: an organization with hundreds of accounts does not hold up the others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from scanners.models import ConnectionStatus
from scanners.services.connections import verification
from scanners.services.scans import sweeping


@pytest.fixture
def asked(monkeypatch):
    """The organizations whose connections were asked about, in order."""
    found = []
    monkeypatch.setattr(
        verification, "send_on_commit", lambda task, organization_id, connection_id: found.append(organization_id)
    )
    return found


def stale(scans, organization, count):
    for number in range(count):
        old = timezone.now() - timedelta(hours=25)
        scans.connection(organization, f"{number:012}", verified_at=old, role_name=f"R{number}")


def test_a_sweep_is_bounded_and_takes_turns(world, scans, asked):
    stale(scans, world.acme, sweeping.VERIFIED_AT_ONCE + 20)
    stale(scans, world.other, 3)

    assert sweeping.sweep_connections() == sweeping.VERIFIED_AT_ONCE
    assert asked[:6].count(str(world.other.pk)) == 3


def test_the_next_sweep_goes_on_with_those_that_had_to_wait(world, scans, asked):
    stale(scans, world.acme, sweeping.VERIFIED_AT_ONCE + 20)

    assert [sweeping.sweep_connections() for _ in range(3)] == [sweeping.VERIFIED_AT_ONCE, 20, 0]


@pytest.mark.parametrize(
    ("status", "hours", "is_asked"),
    [
        (ConnectionStatus.ACTIVE, 23, False),
        (ConnectionStatus.ACTIVE, 25, True),
        (ConnectionStatus.DEGRADED, 25, True),
        (ConnectionStatus.REVOKED, 25, False),
    ],
)
def test_a_verified_role_is_probed_again_after_a_day(world, scans, asked, status, hours, is_asked):
    scans.connection(world.acme, status=status, verified_at=timezone.now() - timedelta(hours=hours))

    assert sweeping.sweep_connections() == int(is_asked)
