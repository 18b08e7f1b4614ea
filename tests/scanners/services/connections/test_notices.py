"""Owners are told that a connection fell: once, many in one mail, and again only when it falls again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core import mail
from django.utils import timezone

from ftrportal.common.database.tenancy import organization_context
from ftrportal.organizations.models import Role
from scanners.models import Connection, ConnectionStatus
from scanners.services.connections import notices, verification
from tests.scanners.stacks import create_role, remove_role
from tests.world import add_member, make_user


def fall(connection, **ago):
    with organization_context(connection.organization_id):
        Connection.objects.filter(pk=connection.pk).update(
            status=ConnectionStatus.DEGRADED,
            reason="connection.permissions_extra",
            probes=[
                {
                    "probe": "permissions",
                    "outcome": "problem",
                    "code": "connection.permissions_extra",
                    "detail": "s3:GetObject on *",
                }
            ],
            degraded_at=timezone.now() - timedelta(**(ago or {"minutes": 5})),
        )


@pytest.fixture
def fallen(world, scans):
    connection = scans.connection(world.acme, name="Production")
    fall(connection)
    return connection


def test_owners_get_one_mail_that_says_what_and_where(world, fallen):
    add_member(world.acme, make_user("Zoe"), Role.OWNER)

    assert notices.tell_owners() == 1

    sent = mail.outbox[0]
    assert sent.to == ["ada@example.com", "zoe@example.com"]
    assert sent.subject == "FTR Portal can no longer scan Production"
    assert "The role grants more permissions than the template: s3:GetObject on *" in sent.body
    assert f"https://testserver/o/{world.acme.slug}/connections/{fallen.pk}/" in sent.body
    assert str(fallen.external_id) not in sent.body


def test_nobody_is_told_twice(fallen):
    notices.tell_owners()

    assert [notices.tell_owners(), notices.tell_owners()] == [0, 0]
    assert len(mail.outbox) == 1


def test_days_of_the_same_trouble_are_one_mail(real_connection, simulated_aws):
    remove_role(simulated_aws, real_connection)
    for _ in range(3):
        verification.verify_connection(real_connection.organization_id, real_connection.pk)
        with organization_context(real_connection.organization_id):
            Connection.objects.filter(told_at__isnull=False).update(told_at=timezone.now() - timedelta(days=1))
            Connection.objects.filter(told_at__isnull=True).update(degraded_at=timezone.now() - timedelta(days=2))
        notices.tell_owners()

    assert len(mail.outbox) == 1


def test_a_second_fall_is_told_again(real_connection, simulated_aws, scans):
    for _ in range(2):
        create_role(simulated_aws, real_connection, verification.installation.template().text)
        verification.verify_connection(real_connection.organization_id, real_connection.pk)
        remove_role(simulated_aws, real_connection)
        verification.verify_connection(real_connection.organization_id, real_connection.pk)
        with organization_context(real_connection.organization_id):
            connection = Connection.objects.get()
            assert (connection.status, connection.degraded_at is None) == (ConnectionStatus.DEGRADED, False)
            Connection.objects.update(degraded_at=timezone.now() - timedelta(minutes=5))
        notices.tell_owners()
        with organization_context(real_connection.organization_id):
            Connection.objects.update(told_at=timezone.now() - timedelta(hours=2))

    assert len(mail.outbox) == 2


def test_many_that_fall_together_are_one_mail(world, scans, fallen):
    for number in range(30):
        fall(scans.connection(world.acme, f"{number:012}"))

    assert notices.tell_owners() == 1
    assert mail.outbox[0].subject == "FTR Portal can no longer scan 31 AWS accounts"
    assert "and 11 more" in mail.outbox[0].body


def test_what_falls_within_the_hour_waits_for_the_next_mail(world, scans, fallen):
    notices.tell_owners()
    fall(scans.connection(world.acme, "222233334444"))
    assert notices.tell_owners() == 0

    with organization_context(world.acme.pk):
        Connection.objects.filter(pk=fallen.pk).update(
            told_at=timezone.now() - timedelta(hours=2), degraded_at=timezone.now() - timedelta(hours=3)
        )

    assert notices.tell_owners() == 1
    assert "222233334444" in mail.outbox[1].body
    assert "Production" not in mail.outbox[1].body


def test_what_has_just_fallen_settles_first(world, scans):
    fall(scans.connection(world.acme), seconds=10)

    assert notices.tell_owners() == 0


def test_a_connection_that_is_fine_again_is_not_told(fallen):
    with organization_context(fallen.organization_id):
        Connection.objects.update(status=ConnectionStatus.ACTIVE, degraded_at=None)

    assert notices.tell_owners() == 0


def test_each_organization_hears_of_its_own_only(world, scans, fallen):
    fall(scans.connection(world.other, name="Theirs"))

    assert notices.tell_owners() == 2
    by_person = {sent.to[0]: sent.body for sent in mail.outbox}
    assert "Theirs" not in by_person["ada@example.com"]
    assert "Production" not in by_person["cleo@example.com"]


def test_a_mail_server_that_is_away_is_tried_again(fallen, monkeypatch):
    def fail(self, **options):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", fail)
        assert notices.tell_owners() == 0

    assert notices.tell_owners() == 1


def test_a_mail_is_not_lost_when_the_time_of_the_task_is_over(fallen, monkeypatch):
    def hang(self, **options):
        raise SoftTimeLimitExceeded

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", hang)
        with pytest.raises(SoftTimeLimitExceeded):
            notices.tell_owners()

    assert notices.tell_owners() == 1


def test_text_of_an_account_begins_no_line_of_its_own(world, scans):
    connection = scans.connection(world.acme, name="Prod\nBcc: evil@example.com")
    fall(connection)

    notices.tell_owners()

    assert "\n" not in mail.outbox[0].subject
    assert "Prod Bcc: evil@example.com" in mail.outbox[0].body
