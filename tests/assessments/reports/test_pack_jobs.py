"""A pack as a job: asked for twice, cancelled, tried again, given up, and never made by two workers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.messages import UNKNOWN, message_of
from assessments.models import Report
from assessments.reports.pdf import rendering as pdf
from assessments.services import making, rendering
from assessments.services.reports import cancel_report
from ftrportal.common.database.tenancy import organization_context
from ftrportal.common.jobs import leases
from ftrportal.common.jobs.leases import JobStatus
from tests.assessments.reports.stored_packs import ask, change, stored

# Real transactions: freezing sets an isolation level, which only the outermost transaction can.
pytestmark = pytest.mark.django_db(transaction=True)


def test_asking_twice_makes_one_pack(world, assessment):
    assert ask(world, assessment) == ask(world, assessment, world.cai)


def test_a_doubled_message_does_nothing(world, assessment, monkeypatch):
    report = ask(world, assessment)
    with organization_context(world.acme.pk):
        leases.claim(Report, report.pk)
    monkeypatch.setattr(pdf, "render", lambda *args, **kwargs: pytest.fail("rendered twice"))

    rendering.make_report(world.acme.pk, report.pk)

    assert stored(world, report).status == JobStatus.RUNNING


def test_another_organizations_message_does_nothing(world, assessment, monkeypatch):
    report = ask(world, assessment)
    monkeypatch.setattr(pdf, "render", lambda *args, **kwargs: pytest.fail("rendered for a stranger"))

    rendering.make_report(world.other.pk, report.pk)

    assert stored(world, report).status == JobStatus.QUEUED


def test_a_pack_that_cannot_be_typeset_fails_with_its_reason(world, assessment, monkeypatch):
    monkeypatch.setattr(pdf, "CPU_SECONDS", 1)
    monkeypatch.setattr(making.html, "render", lambda *args, **kwargs: "<table><tr><td colspan='100000'>x</table>" * 9)
    report = ask(world, assessment)

    rendering.make_report(world.acme.pk, report.pk)

    report = stored(world, report)
    assert (report.status, report.reason) == (JobStatus.FAILED, "report.too_large")


def test_a_worker_that_lost_its_lease_stores_nothing(world, assessment, monkeypatch):
    report = ask(world, assessment)

    def render_while_another_takes_over(*args, **kwargs):
        change(world, report, generation=99)
        return b"%PDF"

    monkeypatch.setattr(pdf, "page_count", lambda document: 1)
    monkeypatch.setattr(pdf, "render", render_while_another_takes_over)

    rendering.make_report(world.acme.pk, report.pk)

    report = stored(world, report)
    assert (report.status, report.file.name) == (JobStatus.RUNNING, "")


def test_a_queued_pack_is_cancelled_at_once(world, assessment):
    report = ask(world, assessment)

    with organization_context(world.acme.pk):
        cancel_report(report=report, actor=world.ada.user)

    assert stored(world, report).status == JobStatus.CANCELLED


def test_a_pack_being_typeset_is_cancelled(world, assessment, monkeypatch):
    report = ask(world, assessment)
    slow = "<html><body>" + "<p>word word</p>" * 20_000

    def page_while_somebody_cancels(*args, **kwargs):
        with organization_context(world.acme.pk):
            cancel_report(report=stored(world, report), actor=world.ada.user)
        return slow

    monkeypatch.setattr(making.html, "render", page_while_somebody_cancels)

    rendering.make_report(world.acme.pk, report.pk)

    assert stored(world, report).status == JobStatus.CANCELLED


def test_the_sweeper_sends_again_what_was_lost(world, assessment):
    report = ask(world, assessment)
    change(world, report, created_at=timezone.now() - timedelta(minutes=5))

    assert rendering.sweep_reports() == [(str(world.acme.pk), str(report.pk))]
    assert rendering.sweep_reports() == []


def test_the_second_death_of_its_worker_ends_a_pack(world, assessment):
    report = ask(world, assessment)

    for _ in range(Report.max_attempts):
        with organization_context(world.acme.pk):
            assert leases.claim(Report, report.pk)
        change(world, report, lease_until=timezone.now() - timedelta(seconds=1))
        rendering.sweep_reports()

    report = stored(world, report)
    assert (report.status, report.reason, report.attempt) == (JobStatus.FAILED, "job.worker_died", 2)


def failing(*errors):
    """A typesetter that fails in these ways, one after the other, and then works."""
    left = list(errors)

    def render(*args, **kwargs):
        if left:
            raise left.pop(0)
        return b"%PDF"

    return render


@pytest.mark.parametrize("error", [pdf.RenderFailedError("report.typesetter_died"), OSError("storage is away")])
def test_what_may_pass_is_tried_once_more_with_the_same_snapshot(world, assessment, monkeypatch, error):
    monkeypatch.setattr(pdf, "render", failing(error))
    monkeypatch.setattr(pdf, "page_count", lambda document: 1)
    report = ask(world, assessment)

    rendering.make_report(world.acme.pk, report.pk)
    between = stored(world, report)
    rendering.make_report(world.acme.pk, report.pk)

    report = stored(world, report)
    assert (between.status, between.attempt, between.reason) == (JobStatus.QUEUED, 1, "")
    assert (report.status, report.attempt, report.reason) == (JobStatus.FINISHED, 2, "")
    assert report.snapshot_id == between.snapshot_id


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (pdf.RenderFailedError("report.typesetter_died"), "report.typesetter_died"),
        (OSError("storage is away"), "report.internal"),
    ],
)
def test_what_fails_twice_ends_with_a_reason_that_has_words(world, assessment, monkeypatch, error, reason):
    monkeypatch.setattr(pdf, "render", failing(error, error))
    report = ask(world, assessment)

    for _ in range(3):
        rendering.make_report(world.acme.pk, report.pk)

    report = stored(world, report)
    assert (report.status, report.reason, report.attempt) == (JobStatus.FAILED, reason, 2)
    assert message_of(reason) != UNKNOWN


@pytest.mark.parametrize("reason", ["report.too_large", "report.not_typeset"])
def test_what_would_fail_again_is_not_tried_again(world, assessment, monkeypatch, reason):
    monkeypatch.setattr(pdf, "render", failing(pdf.RenderFailedError(reason)))
    report = ask(world, assessment)

    rendering.make_report(world.acme.pk, report.pk)

    report = stored(world, report)
    assert (report.status, report.reason, report.attempt) == (JobStatus.FAILED, reason, 1)
