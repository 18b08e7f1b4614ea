"""What the assessments app sees."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from ftrportal.common.database.tenancy import organization_context
from scanners import public

ONE, TWO = "111122223333", "444455556666"


def finished_at(scans, connection, days_ago, resource):
    run = scans.finished(connection, finished_at=timezone.now() - timedelta(days=days_ago))
    scans.finding(run, resource)
    return run


def test_findings_come_from_the_latest_finished_scan_of_each_account(in_acme, scans):
    one, two = scans.connection(in_acme.acme, ONE), scans.connection(in_acme.acme, TWO)
    finished_at(scans, one, 2, "old")
    newest = finished_at(scans, one, 1, "new")
    finished_at(scans, two, 5, "second")
    failed = scans.run(one, status="failed", finished_at=timezone.now())
    scans.finding(failed, "of a failed scan")

    found = public.findings_for(in_acme.acme, [ONE, TWO])

    assert {finding.resource for finding in found} == {"new", "second"}
    new = next(finding for finding in found if finding.resource == "new")
    assert (new.run_id, new.account_id, new.observed_at) == (newest.pk, ONE, newest.finished_at)
    assert new.title != new.check_id
    assert new.fix


def test_only_the_accounts_asked_for(in_acme, scans):
    finished_at(scans, scans.connection(in_acme.acme, ONE), 1, "r")

    assert public.findings_for(in_acme.acme, [TWO]) == []
    assert public.findings_for(in_acme.acme, []) == []


def test_a_revoked_connection_no_longer_counts(in_acme, scans):
    finished_at(scans, scans.connection(in_acme.acme, ONE, status="revoked"), 1, "r")

    assert public.findings_for(in_acme.acme, [ONE]) == []
    assert public.accounts_for(in_acme.acme, [ONE])[0].connection_id is None


def test_another_organizations_scan_of_the_same_account_is_not_seen(world, scans):
    finished_at(scans, scans.connection(world.other, ONE), 1, "theirs")

    with organization_context(world.acme.pk):
        assert public.findings_for(world.acme, [ONE]) == []
        assert public.findings_for(world.other, [ONE]) == []
        assert public.scan_facts_for(world.acme, [ONE]) == []


def test_accounts_in_the_order_asked_for_with_their_last_scans(in_acme, scans):
    connection = scans.connection(in_acme.acme, ONE)
    done = finished_at(scans, connection, 1, "r")
    running = scans.run(connection, status="running", steps_done=1, steps_total=4)

    unknown, known = public.accounts_for(in_acme.acme, [TWO, ONE, TWO])

    assert (unknown.account_id, unknown.connection_id, unknown.status_label) == (TWO, None, "Not connected")
    assert (known.last_run.id, known.last_finished_run.id) == (running.pk, done.pk)
    assert (known.last_run.steps_done, known.last_run.steps_total) == (1, 4)


def test_facts_of_a_scan_for_the_appendix(in_acme, scans):
    scans.finished(
        scans.connection(in_acme.acme, ONE),
        regions=["eu-west-1"],
        calls={"iam:ListUsers": 2, "s3:ListBuckets": 1},
        session_name="ftr-portal-scan-x",
        facts_sha256="a" * 64,
    )

    (facts,) = public.scan_facts_for(in_acme.acme, [ONE])

    assert (facts.calls, facts.regions, facts.session_name) == (3, ("eu-west-1",), "ftr-portal-scan-x")


def test_the_number_of_queries_does_not_grow(in_acme, scans, django_assert_num_queries):
    ids = [f"{number:012}" for number in range(8)]
    for account_id in ids:
        finished_at(scans, scans.connection(in_acme.acme, account_id), 1, "r")

    with django_assert_num_queries(3):
        assert len(public.findings_for(in_acme.acme, ids)) == 8
    with django_assert_num_queries(3):
        assert len(public.accounts_for(in_acme.acme, ids)) == 8
    with django_assert_num_queries(1):
        assert len(public.scan_facts_for(in_acme.acme, ids)) == 8


def test_starting_a_scan_through_the_public_door(in_acme, scans):
    connection = scans.connection(in_acme.acme, ONE)

    started = public.start_run(membership=in_acme.cai, connection_id=connection.pk)

    assert started.status == "queued"
    with pytest.raises(PermissionDenied):
        public.start_run(membership=in_acme.ben, connection_id=connection.pk)
    with pytest.raises(public.ScanRefused):
        public.start_run(membership=in_acme.cai, connection_id=connection.pk)


def test_a_foreign_connection_is_not_started(world, scans):
    theirs = scans.connection(world.other, ONE)

    with organization_context(world.acme.pk), pytest.raises(Http404):
        public.start_run(membership=world.cai, connection_id=theirs.pk)


def test_checks_have_their_texts():
    check = public.check_info("root_mfa_enabled")

    assert check.id in public.check_ids()
    assert check.title
    assert check.fix
    assert public.check_info("no_such_check") is None
