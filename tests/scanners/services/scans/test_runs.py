"""Starting, cancelling and sweeping scans, without a worker."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from django import db
from django.utils import timezone

from ftrportal.common.database.tenancy import organization_context
from scanners.models import Connection, ScanRun
from scanners.services.scans import sweeping
from scanners.services.scans.runs import ScanRefused, cancel_run, start_run


@pytest.fixture
def connection(in_acme, scans):
    return scans.connection(in_acme.acme)


def start(connection, world):
    return start_run(connection=connection, actor=world.cai.user)


def test_a_started_scan_is_queued_for_its_starter(connection, in_acme):
    run = start(connection, in_acme)

    assert (run.status, run.requested_by, run.role_arn) == ("queued", in_acme.cai.user, connection.role_arn)


def test_one_scan_at_a_time(connection, in_acme):
    start(connection, in_acme)

    with pytest.raises(ScanRefused) as refused:
        start(connection, in_acme)

    assert "already running" in refused.value.message


@pytest.mark.parametrize("status", ["draft", "probing", "refused", "degraded", "revoked"])
def test_only_a_verified_connection_is_scanned(in_acme, scans, status):
    connection = scans.connection(in_acme.acme, status=status)

    with pytest.raises(ScanRefused):
        start(connection, in_acme)

    assert not ScanRun.objects.exists()


def test_the_status_in_the_database_counts_not_the_one_in_the_page(connection, in_acme):
    Connection.objects.filter(pk=connection.pk).update(status="degraded")

    with pytest.raises(ScanRefused):
        start(connection, in_acme)


def test_a_queued_scan_is_cancelled_at_once(connection, in_acme):
    run = start(connection, in_acme)

    cancel_run(run=run, actor=in_acme.cai.user)

    run.refresh_from_db()
    assert run.status == "cancelled"


def test_cancelling_a_finished_scan_changes_nothing(connection, in_acme, scans):
    run = scans.finished(connection)

    cancel_run(run=run, actor=in_acme.cai.user)

    run.refresh_from_db()
    assert (run.status, run.cancel_requested_at) == ("finished", None)


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_neither_stops_nor_slows_the_start(world, scans):
    connection = scans.connection(world.acme)
    began = time.monotonic()

    with organization_context(world.acme.pk):
        run = start(connection, world)

    assert time.monotonic() - began < 3
    with organization_context(world.acme.pk):
        assert ScanRun.objects.get(pk=run.pk).status == "queued"


@pytest.mark.django_db(transaction=True)
def test_a_cancel_is_not_lost_on_a_scan_that_is_queued_again_at_that_moment(world, scans):
    run = scans.run(scans.connection(world.acme), status="running", generation=1)
    is_queued_again = threading.Event()

    def sweep():
        with organization_context(world.acme.pk):
            ScanRun.objects.filter(pk=run.pk).update(status="queued")
            is_queued_again.set()
            time.sleep(0.5)
        db.connection.close()

    sweeper = threading.Thread(target=sweep)
    sweeper.start()
    assert is_queued_again.wait(10)
    with organization_context(world.acme.pk):
        cancel_run(run=run, actor=world.cai.user)
    sweeper.join(10)

    assert status(run) == "cancelled"


@pytest.fixture
def sent(monkeypatch):
    """Which messages the sweeper sends."""
    messages = []
    monkeypatch.setattr(sweeping, "send", lambda task, *ids, **options: messages.append((task, *ids)))
    return messages


def overdue(run, **columns):
    with organization_context(run.organization_id):
        ScanRun.objects.filter(pk=run.pk).update(**columns)


def status(run):
    with organization_context(run.organization_id):
        run.refresh_from_db()
    return run.status


def ago(seconds):
    return timezone.now() - timedelta(seconds=seconds)


def test_a_queued_scan_nobody_took_is_sent_again_once(world, scans, sent):
    run = scans.run(scans.connection(world.acme), sent_at=ago(60))

    sweeping.sweep_scans()
    sweeping.sweep_scans()

    assert sent == [("scanners.run_scan", str(world.acme.pk), str(run.pk))]


def test_a_scan_that_was_just_sent_is_left_alone(world, scans, sent):
    scans.run(scans.connection(world.acme), sent_at=timezone.now())

    sweeping.sweep_scans()

    assert sent == []


def test_scans_of_all_organizations_are_swept(world, scans, sent):
    for organization in (world.acme, world.other):
        scans.run(scans.connection(organization), sent_at=ago(60))

    assert sweeping.sweep_scans() == 2


def test_a_scan_whose_worker_died_is_queued_again(world, scans, sent):
    run = scans.run(scans.connection(world.acme), status="running", attempt=1, lease_until=ago(1))

    sweeping.sweep_scans()

    assert status(run) == "queued"
    assert len(sent) == 1


def test_the_third_death_ends_the_scan(world, scans, sent):
    run = scans.run(scans.connection(world.acme), status="running", attempt=3, lease_until=ago(1))

    sweeping.sweep_scans()

    assert (status(run), run.reason, sent) == ("failed", "job.worker_died", [])


def test_a_cancelled_scan_whose_worker_died_ends(world, scans, sent):
    run = scans.run(
        scans.connection(world.acme), status="running", attempt=1, lease_until=ago(1), cancel_requested_at=ago(5)
    )

    sweeping.sweep_scans()

    assert (status(run), sent) == ("cancelled", [])


def test_a_scan_with_a_living_worker_is_left_alone(world, scans, sent):
    lives = timezone.now() + timedelta(seconds=20)
    run = scans.run(scans.connection(world.acme), status="running", attempt=1, lease_until=lives)

    sweeping.sweep_scans()

    assert (status(run), sent) == ("running", [])


@pytest.mark.parametrize(
    ("columns", "is_asked"),
    [
        ({"status": "draft"}, True),
        ({"status": "draft", "verification_asked_at": timedelta(seconds=1)}, False),
        ({"status": "draft", "created_at": timedelta(hours=25)}, False),
        ({"status": "active", "verified_at": timedelta(hours=1)}, False),
        ({"status": "active", "verified_at": timedelta(hours=25)}, True),
        ({"status": "degraded", "verified_at": timedelta(hours=25)}, True),
        ({"status": "revoked", "verified_at": timedelta(hours=25)}, False),
        ({"status": "refused", "verified_at": None}, False),
    ],
)
def test_which_connections_are_asked_about(world, scans, columns, is_asked):
    connection = scans.connection(world.acme)
    moments = {
        name: timezone.now() - value if isinstance(value, timedelta) else value for name, value in columns.items()
    }
    with organization_context(world.acme.pk):
        Connection.objects.filter(pk=connection.pk).update(**moments)

    assert sweeping.sweep_connections() == int(is_asked)
