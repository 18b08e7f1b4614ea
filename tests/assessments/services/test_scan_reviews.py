"""Owners get one mail when a scan takes the ground from a met answer, and none otherwise."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPException

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core import mail
from django.utils import timezone

from assessments.models import Answer, WorkloadAccount
from assessments.services.scan_reviews import review_scan, review_scans
from ftrportal.common.database.tenancy import organization_context, sweeper_context
from ftrportal.organizations.models import Role
from scanners.models import Connection, Finding, ScanRun
from tests.world import add_member, make_user

CHECK = "root_mfa_enabled"


@pytest.fixture
def requirement(case):
    return next(one for one in case.edition.requirements if CHECK in one.checks)


@pytest.fixture
def answered(world, case, requirement):
    def answer(status):
        with organization_context(world.acme.pk):
            return Answer.objects.create(
                organization=world.acme, assessment=case.assessment, requirement_key=requirement.key, status=status
            )

    return answer


def stored(world, run):
    with organization_context(world.acme.pk):
        return ScanRun.objects.get(pk=run.pk)


def test_a_met_answer_that_breaks_is_mailed_to_the_owners_once(world, case, scanned, answered, requirement):
    answer = answered("met")
    scanned(**{CHECK: "pass"})
    run = scanned(**{CHECK: "fail"})

    sent = review_scans()

    assert (sent, review_scans()) == (1, 0)
    [message] = mail.outbox
    assert message.to == ["ada@example.com"]
    assert requirement.key in message.body
    assert f"/scans/{run.pk}/" in message.body
    assert stored(world, run).announced_at is not None
    with organization_context(world.acme.pk):
        answer.refresh_from_db()
    assert answer.status == "met"


def test_every_owner_gets_the_same_mail(world, scanned, answered):
    add_member(world.acme, make_user("Olga"), Role.OWNER)
    answered("met")
    scanned(**{CHECK: "pass"})
    scanned(**{CHECK: "fail"})

    review_scans()

    assert [message.to for message in mail.outbox] == [["ada@example.com", "olga@example.com"]]


@pytest.mark.parametrize(
    ("status", "before", "now"),
    [
        ("not_met", "pass", "fail"),
        ("not_sure", "pass", "fail"),
        ("met", "fail", "fail"),
        ("met", "pass", "review"),
        ("met", "pass", "unknown"),
        ("met", "fail", "pass"),
    ],
)
def test_nothing_else_is_mailed(world, scanned, answered, status, before, now):
    answered(status)
    scanned(**{CHECK: before})
    run = scanned(**{CHECK: now})

    assert review_scans() == 0
    assert mail.outbox == []
    assert stored(world, run).announced_at is not None


def test_an_account_that_is_not_production_breaks_no_answer(world, scanned, answered):
    answered("met")
    with organization_context(world.acme.pk):
        WorkloadAccount.objects.update(is_production=False)
    scanned(**{CHECK: "pass"})
    scanned(**{CHECK: "fail"})

    assert review_scans() == 0


def test_scans_of_more_than_a_day_ago_are_no_news(world, scanned, answered):
    answered("met")
    scanned(**{CHECK: "pass"})
    run = scanned(**{CHECK: "fail"})
    with organization_context(world.acme.pk):
        ScanRun.objects.filter(pk=run.pk).update(finished_at=timezone.now() - timedelta(hours=25))

    assert review_scans() == 0


def test_a_mail_server_that_is_away_is_asked_again(world, scanned, answered, monkeypatch):
    answered("met")
    scanned(**{CHECK: "pass"})
    run = scanned(**{CHECK: "fail"})

    def fail(*args, **kwargs):
        raise SMTPException("away")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", fail)
        assert review_scans() == 0
    assert stored(world, run).announced_at is None
    assert review_scans() == 1


def test_a_mail_is_not_lost_when_the_time_of_the_task_is_over(world, scanned, answered, monkeypatch):
    answered("met")
    scanned(**{CHECK: "pass"})
    scanned(**{CHECK: "fail"})

    def hang(*args, **kwargs):
        raise SoftTimeLimitExceeded

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", hang)
        with pytest.raises(SoftTimeLimitExceeded):
            review_scans()

    assert review_scans() == 1


def test_names_of_others_cannot_write_lines_of_the_mail(world, case, scanned, answered):
    answered("met")
    scanned(**{CHECK: "pass"})
    run = scanned(**{CHECK: "fail"})
    with organization_context(world.acme.pk):
        Connection.objects.update(name="Prod\r\nBcc: eve@example.com")
        Finding.objects.filter(run=run).update(resource="arn\n\nClick https://evil.example\u2028now")

    review_scans()

    [message] = mail.outbox
    assert "\n" not in message.subject
    assert "\nBcc" not in message.body
    assert "\nClick" not in message.body
    assert "\u2028" not in message.body


def test_another_organizations_message_does_nothing(world, scanned, answered):
    answered("met")
    scanned(**{CHECK: "pass"})
    run = scanned(**{CHECK: "fail"})

    assert review_scan(str(world.other.pk), str(run.pk)) is False
    assert stored(world, run).announced_at is None


def test_the_sweeper_reads_new_scans_and_cannot_change_them(world, scanned):
    run = scanned(**{CHECK: "pass"})

    with sweeper_context():
        assert list(ScanRun.objects.values_list("pk", flat=True)) == [run.pk]
        assert ScanRun.objects.update(announced_at=timezone.now()) == 0
        assert Finding.objects.count() == 0
    with organization_context(world.acme.pk):
        ScanRun.objects.update(announced_at=timezone.now())
    with sweeper_context():
        assert ScanRun.objects.count() == 0
