"""Making and ending connections."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from ftrportal.audit.models import AuditEntry
from ftrportal.common.database.tenancy import organization_context
from scanners.engine.aws.probes import ProbeReport, ProbeVerdict
from scanners.models import Connection, Schedule, Stage
from scanners.services.connections import verification
from scanners.services.connections.lifecycle import (
    ConnectionRefused,
    change_connection,
    create_connection,
    revoke_connection,
)
from scanners.services.scans.scheduling import start_due_scans

ACCOUNT = "111122223333"


def connect(world, account_id=ACCOUNT, organization=None, **rest):
    return create_connection(
        organization=organization or world.acme, actor=world.amy.user, account_id=account_id, **rest
    )


def test_a_connection_gets_an_external_id_and_a_role_name_of_its_own(in_acme):
    one = connect(in_acme, "111122223333", name="Production")
    two = connect(in_acme, "222233334444")

    assert one.external_id != two.external_id
    assert one.role_name != two.role_name
    assert re.fullmatch(r"FtrPortal-[0-9a-f]{8}", one.role_name)
    assert one.role_arn == f"arn:aws:iam::111122223333:role/{one.role_name}"
    assert AuditEntry.objects.get(object_id=str(one.pk)).action == "connection.created"


def test_an_account_is_connected_once(in_acme):
    first = connect(in_acme)

    with pytest.raises(ConnectionRefused) as refused:
        connect(in_acme)

    assert refused.value.message_id == "connection.already_connected"
    assert refused.value.existing == first


def test_two_organizations_may_connect_the_same_account_without_learning_of_each_other(world):
    with organization_context(world.acme.pk):
        ours = connect(world)
    with organization_context(world.other.pk):
        theirs = connect(world, organization=world.other)

    assert ours.external_id != theirs.external_id
    assert ours.role_arn != theirs.role_arn


def test_the_portals_own_account_is_refused(in_acme):
    with pytest.raises(ConnectionRefused) as refused:
        connect(in_acme, "999900001111")

    assert refused.value.message_id == "connection.portal_account"
    assert not Connection.objects.exists()


def test_connecting_again_after_disconnecting_makes_everything_new(in_acme):
    first = connect(in_acme)
    revoke_connection(connection=first, actor=in_acme.amy.user)

    second = connect(in_acme)

    assert second.external_id != first.external_id
    assert second.role_name != first.role_name


def test_disconnecting_cancels_open_scans_and_keeps_finished_ones(in_acme, scans):
    connection = scans.connection(in_acme.acme)
    finished = scans.finished(connection)
    scans.finding(finished)
    waiting = scans.run(connection)

    revoke_connection(connection=connection, actor=in_acme.amy.user)

    connection.refresh_from_db()
    waiting.refresh_from_db()
    finished.refresh_from_db()
    assert connection.status == "revoked"
    assert waiting.status == "cancelled"
    assert (finished.status, finished.findings.count()) == ("finished", 1)


def test_disconnecting_twice_is_noted_once(in_acme, scans):
    connection = scans.connection(in_acme.acme)

    revoke_connection(connection=connection, actor=in_acme.amy.user)
    revoke_connection(connection=connection, actor=in_acme.amy.user)

    assert AuditEntry.objects.filter(action="connection.revoked").count() == 1


def changed(in_acme, connection, **values):
    said = {"name": connection.name, "stage": Stage(connection.stage), "regions": [], "opt_ins": connection.opt_ins}
    schedule = Schedule(connection.schedule)
    change_connection(connection=connection, actor=in_acme.amy.user, **{**said, "schedule": schedule, **values})


def test_a_new_name_does_not_bring_a_scan_back_that_was_started_meanwhile(in_acme, scans):
    due = scans.connection(in_acme.acme, schedule="daily", next_scan_at=timezone.now() - timedelta(minutes=1))
    on_the_page = Connection.objects.select_related("organization").get(pk=due.pk)

    assert start_due_scans() == 1
    changed(in_acme, on_the_page, name="Production")

    due.refresh_from_db()
    assert due.name == "Production"
    assert due.next_scan_at > timezone.now()


def test_an_answer_about_the_role_as_it_was_wanted_before_counts_for_nothing(in_acme, scans):
    connection = scans.connection(in_acme.acme)
    asked_before = verification.claim_verification(in_acme.acme.pk, connection.pk)
    changed(in_acme, Connection.objects.select_related("organization").get(pk=connection.pk), opt_ins=["cdn"])

    is_stored = verification.store_verification(asked_before, ProbeReport(ProbeVerdict.VERIFIED, ()))

    connection.refresh_from_db()
    assert not is_stored
    assert connection.verification_asked_at is not None
    assert verification.claim_verification(in_acme.acme.pk, connection.pk).opt_ins == ["cdn"]
