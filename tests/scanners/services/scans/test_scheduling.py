"""Scans by schedule: when they are due, who starts them, and that nobody starts them twice."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ftrportal.common.database.tenancy import organization_context
from scanners.models import Connection, ConnectionStatus, ScanRun, Schedule
from scanners.services.scans.schedules import next_scan, time_of
from scanners.services.scans.scheduling import in_turns, start_due_scans

ID = uuid.UUID("7c9e6679-7425-40de-944b-e07fc1f90ae7")
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday


def due(schedule, zone="UTC", after=AT):
    return next_scan(schedule, zone=zone, connection_id=ID, after=after)


def test_the_time_is_at_night_and_every_connection_has_its_own():
    times = {time_of(uuid.UUID(int=number)) for number in range(200)}

    assert len(times) > 190
    assert all(1 <= one.hour < 5 for one in times)
    assert time_of(ID) == time_of(ID)


@pytest.mark.parametrize(
    ("schedule", "day"), [(Schedule.DAILY, (11, 24)), (Schedule.WEEKLY, (11, 30)), (Schedule.MONTHLY, (12, 1))]
)
def test_the_next_day_of_each_schedule(schedule, day):
    when = due(schedule)

    assert (when.month, when.day) == day
    assert when.time() == time_of(ID)
    assert due(schedule, after=when) > when


def test_nothing_is_due_without_a_schedule():
    assert due(Schedule.OFF) is None


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Kolkata", "Pacific/Kiritimati"])
def test_night_is_where_the_organization_is(zone):
    from zoneinfo import ZoneInfo

    local = due(Schedule.WEEKLY, zone).astimezone(ZoneInfo(zone))

    assert (local.weekday(), local.time()) == (0, time_of(ID))


def test_a_night_that_loses_an_hour_has_its_scan():
    before = datetime(2027, 3, 27, 12, tzinfo=UTC)

    assert due(Schedule.DAILY, "Europe/Berlin", before).date() == datetime(2027, 3, 28, tzinfo=UTC).date()


def test_organizations_take_turns():
    big, small = uuid.uuid4(), uuid.uuid4()
    rows = [(big, uuid.uuid4()) for _ in range(3)] + [(small, uuid.uuid4())]

    assert [organization for organization, _ in in_turns(rows)] == [big, small, big, big]


@pytest.fixture
def overdue(world, scans):
    return scans.connection(world.acme, schedule="daily", next_scan_at=timezone.now() - timedelta(days=3))


def runs(world):
    with organization_context(world.acme.pk):
        return list(ScanRun.objects.all())


def test_an_overdue_scan_starts_once_and_the_next_is_set(world, overdue):
    started = start_due_scans()

    assert (started, start_due_scans()) == (1, 0)
    [run] = runs(world)
    assert (run.status, run.requested_by) == ("queued", None)
    with organization_context(world.acme.pk):
        overdue.refresh_from_db()
    assert overdue.next_scan_at > timezone.now()


@pytest.mark.parametrize("status", [ConnectionStatus.DRAFT, ConnectionStatus.DEGRADED, ConnectionStatus.REVOKED])
def test_what_is_not_connected_is_not_scanned(world, scans, status):
    scans.connection(world.acme, status=status, next_scan_at=timezone.now() - timedelta(hours=1), schedule="daily")

    assert start_due_scans() == 0


def test_what_is_not_due_or_off_is_left_alone(world, scans):
    scans.connection(world.acme, schedule="daily", next_scan_at=timezone.now() + timedelta(minutes=5))
    scans.connection(world.acme, "444455556666")

    assert start_due_scans() == 0


def test_a_scan_under_way_is_not_doubled(world, overdue, scans):
    scans.run(overdue)

    assert start_due_scans() == 0
    assert len(runs(world)) == 1
    with organization_context(world.acme.pk):
        overdue.refresh_from_db()
    assert overdue.next_scan_at > timezone.now()


def test_one_that_cannot_be_started_holds_up_no_other(world, overdue, scans):
    other = scans.connection(world.other, schedule="daily", next_scan_at=timezone.now() - timedelta(days=1))
    with organization_context(world.acme.pk):
        type(world.acme).objects.filter(pk=world.acme.pk).update(time_zone="Nowhere/Lost")

    assert start_due_scans() == 1

    with organization_context(world.other.pk):
        assert ScanRun.objects.get().connection_id == other.pk
    assert runs(world) == []


def test_choosing_a_schedule_sets_the_next_scan_and_off_clears_it(world, scans):
    connection = scans.connection(world.acme)
    url = reverse("scanners:connection_change", args=[world.acme.slug, connection.pk])
    browser = world.client(world.amy)

    browser.post(url, {"schedule": "weekly"})
    page = browser.get(reverse("scanners:connection_detail", args=[world.acme.slug, connection.pk])).text
    with organization_context(world.acme.pk):
        assert Connection.objects.get().next_scan_at > timezone.now()
    browser.post(url, {"schedule": "off"})

    assert "Monday night" in page
    with organization_context(world.acme.pk):
        assert Connection.objects.get().next_scan_at is None
    assert browser.post(url, {"schedule": "* * * * *"}).status_code == 422


def test_the_time_zone_is_one_of_the_worlds(world):
    url = reverse("organizations:company", args=[world.acme.slug])

    assert world.client(world.amy).post(url, {"time_zone": "../../etc/passwd"}).status_code == 422
    assert world.client(world.amy).post(url, {"time_zone": "Europe/Berlin"}).status_code == 302
    with organization_context(world.acme.pk):
        world.acme.refresh_from_db()
    assert world.acme.time_zone == "Europe/Berlin"
