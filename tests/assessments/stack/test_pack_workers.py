"""Packs made by real workers: killed, cut off or cancelled, each ends right and once."""

from __future__ import annotations

import time

import psutil
import pytest

from assessments.catalog.load import current_edition
from assessments.models import Answer, Assessment, Report, Workload
from assessments.services.reports import cancel_report, request_report
from assessments.tasks import sweep_reports_task
from ftrportal.common.database.tenancy import organization_context
from tests.scanners.stack.conftest import wait_until

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True)]
LONG = (
    "A job runs each night, opens a ticket for what is late, and the team leads see the list. " * 120
)  # some seconds of typesetting
SECONDS = 240  # a busy machine


@pytest.fixture
def report(world, broker):
    """A pack that takes some seconds, asked for; nobody works yet."""
    with organization_context(world.acme.pk):
        workload = Workload.objects.create(organization=world.acme, name="Ledger", handles_phi=False)
        edition = current_edition()
        assessment = Assessment.objects.create(organization=world.acme, workload=workload, edition=edition.id)
        Answer.objects.bulk_create(
            Answer(organization=world.acme, assessment=assessment, requirement_key=one.key, response=LONG, status="met")
            for one in edition.requirements
        )
        return request_report(assessment=assessment, actor=world.ada.user)


def now(report) -> Report:
    with organization_context(report.organization_id):
        report.refresh_from_db()
    return report


def is_typesetting(report) -> bool:
    return now(report).status == "running" and report.stage == "typesetting" and report.percent > 15


def swept_until(condition, report) -> bool:
    """As beat does it every few seconds."""
    sweep_reports_task()
    return condition(report)


def swept_to_the_end(report) -> bool:
    return swept_until(lambda one: now(one).is_over, report)


def typesetters(worker) -> list[psutil.Process]:
    """The typesetting processes below a worker."""
    return [
        one
        for one in psutil.Process(worker.pid).children(recursive=True)
        if "assessments.reports.pdf.server" in one.cmdline()
    ]


def test_a_pack_tells_where_it_is_and_ends(report, workers):
    workers.start()
    seen = set()

    def noted():
        seen.add((now(report).stage, report.percent))
        return report.is_over

    wait_until(noted, seconds=SECONDS)

    assert (report.status, report.reason, report.attempt, report.percent) == ("finished", "", 1, 100)
    assert {stage for stage, _ in seen} >= {"typesetting"}
    assert len({percent for _, percent in seen}) > 3


def test_a_worker_killed_in_the_middle_is_replaced_once_and_its_typesetter_ends(report, workers):
    first = workers.start()
    wait_until(lambda: is_typesetting(report), seconds=SECONDS)
    left_behind = typesetters(first)
    snapshot = report.snapshot_id
    workers.kill(first)

    workers.start()
    wait_until(lambda: swept_to_the_end(report), seconds=SECONDS)

    assert (report.status, report.attempt, report.snapshot_id) == ("finished", 2, snapshot)
    assert left_behind
    wait_until(lambda: not any(one.is_running() and one.status() != "zombie" for one in left_behind))


def test_a_worker_killed_twice_ends_the_pack_with_a_reason(report, workers):
    for attempt in (1, 2):
        worker = workers.start()
        # The row says "typesetting" of the first worker until somebody takes it from the dead.
        wait_until(lambda: swept_until(is_typesetting, report) and report.attempt == attempt, seconds=SECONDS)  # noqa: B023
        workers.kill(worker)
    wait_until(lambda: swept_to_the_end(report), seconds=SECONDS)

    assert (report.status, report.reason, report.attempt) == ("failed", "job.worker_died", 2)


def test_a_typesetter_killed_in_the_middle_is_tried_again_by_itself(report, workers):
    worker = workers.start()
    wait_until(lambda: is_typesetting(report) and typesetters(worker), seconds=SECONDS)
    typesetters(worker)[0].kill()

    wait_until(lambda: now(report).is_over, seconds=SECONDS)

    assert (report.status, report.reason, report.attempt) == ("finished", "", 2)


def test_a_running_pack_is_cancelled_within_ten_seconds(report, world, workers):
    worker = workers.start()
    wait_until(lambda: is_typesetting(report), seconds=SECONDS)

    with organization_context(report.organization_id):
        cancel_report(report=report, actor=world.ada.user)
    begun = time.monotonic()
    wait_until(lambda: now(report).is_over, seconds=60)

    assert report.status == "cancelled"
    assert time.monotonic() - begun < 10
    # A typesetter that had just ended its part stays for the next pack; nobody works on this one.
    wait_until(lambda: not any(one.children() for one in typesetters(worker)), seconds=5)
