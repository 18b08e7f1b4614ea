"""A claimed scan runs to one of its ends, and only its owner writes. Rows are committed: the heartbeat is a thread."""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
import time
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.utils import timezone

from ftrportal.common.database.tenancy import organization_context
from ftrportal.common.jobs import leases
from scanners.engine.aws import client
from scanners.engine.aws.limits import Patience
from scanners.engine.aws.probes import ProbeReport, ProbeVerdict
from scanners.models import Connection, Finding, ScanRun
from scanners.selectors.scans.runs import failure
from scanners.services.connections import verification
from scanners.services.scans import execution, heartbeat, results, turns
from scanners.services.scans.runs import cancel_run, start_run
from tests.scanners.stacks import remove_role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def queued(world, real_connection):
    with organization_context(world.acme.pk):
        return start_run(connection=real_connection, actor=world.cai.user)


def run(queued):
    claimed = turns.claim_run(queued.organization_id, queued.pk)
    assert claimed is not None
    execution.execute_run(claimed)
    return now(queued)


def now(row):
    with organization_context(row.organization_id):
        row.refresh_from_db()
    return row


def count(row):
    with organization_context(row.organization_id):
        return Finding.objects.filter(run=row).count()


def test_a_scan_of_the_demo_account_stores_findings_and_facts(queued):
    run(queued)

    assert (queued.status, queued.reason) == ("finished", "")
    with organization_context(queued.organization_id):
        outcomes = set(Finding.objects.filter(run=queued).values_list("outcome", flat=True))
    assert {"pass", "fail"} <= outcomes
    assert queued.steps_done == queued.steps_total > 0
    assert set(queued.progress.values()) <= {"done", "unreadable"}
    assert queued.session_name == f"ftr-portal-scan-{queued.pk}"[:64]
    assert "us-east-1" in queued.regions
    assert queued.calls["iam:GetAccountSummary"] == 1


def test_the_stored_facts_are_what_the_hash_says_and_name_the_account(queued, real_connection):
    run(queued)

    content = default_storage.open(queued.facts_file).read()
    assert hashlib.sha256(content).hexdigest() == queued.facts_sha256
    stored = json.loads(gzip.decompress(content))
    assert stored["account_id"] == real_connection.account_id
    assert stored["facts"]


def test_no_credential_is_in_what_is_stored(queued):
    run(queued)

    content = gzip.decompress(default_storage.open(queued.facts_file).read()).decode()
    with organization_context(queued.organization_id):
        rows = json.dumps(list(ScanRun.objects.values()) + list(Finding.objects.values()), default=str)
    assert "ASIA" not in content + rows
    assert "SecretAccessKey" not in content + rows


def test_a_scan_is_claimed_once(queued):
    assert turns.claim_run(queued.organization_id, queued.pk) is not None

    assert turns.claim_run(queued.organization_id, queued.pk) is None


def test_another_organizations_message_does_nothing(queued, world):
    assert turns.claim_run(world.other.pk, queued.pk) is None
    assert now(queued).status == "queued"


def test_a_connection_revoked_before_the_scan_began_makes_no_call(queued, real_connection, simulated_aws):
    with organization_context(queued.organization_id):
        Connection.objects.filter(pk=real_connection.pk).update(status="revoked")
    simulated_aws.clear_calls()

    run(queued)

    assert (queued.status, queued.reason) == ("cancelled", "scan.cancelled")
    assert simulated_aws.calls() == []


def test_a_role_that_vanished_fails_the_scan_with_the_reason(queued, real_connection, simulated_aws):
    remove_role(simulated_aws, real_connection)

    run(queued)

    assert (queued.status, queued.reason) == ("failed", "connection.role_not_assumable")
    assert count(queued) == 0


def test_throttled_session_service_fails_the_scan_with_the_reason(queued, simulated_aws):
    simulated_aws.add_fault(kind="throttle", call="sts:AssumeRole")

    run(queued)

    assert (queued.status, queued.reason) == ("failed", "aws.unavailable")


def test_a_throttled_service_is_unknown_and_the_rest_is_judged(queued, simulated_aws, monkeypatch):
    monkeypatch.setattr(client, "Patience", lambda: Patience(pauses=(0.1,)))
    simulated_aws.add_fault(kind="throttle", call="cloudtrail:DescribeTrails")

    run(queued)

    assert queued.status == "finished"
    assert "throttled" in {gap["reason"] for gap in queued.unreadable}
    with organization_context(queued.organization_id):
        outcomes = set(
            Finding.objects.filter(run=queued, check_id__startswith="cloudtrail").values_list("outcome", flat=True)
        )
    assert outcomes == {"unknown"}


def test_a_verification_that_is_under_way_is_waited_for(queued, real_connection):
    with organization_context(queued.organization_id):
        Connection.objects.filter(pk=real_connection.pk).update(verified_at=timezone.now() - timedelta(hours=25))
    taken = verification.claim_verification(queued.organization_id, real_connection.pk)

    def other_worker():
        time.sleep(0.5)
        verification.store_verification(taken, ProbeReport(ProbeVerdict.VERIFIED, ()))
        connection.close()

    other = threading.Thread(target=other_worker)
    other.start()
    run(queued)
    other.join(10)

    assert (queued.status, queued.reason) == ("finished", "")


def test_a_stale_verification_is_repeated_before_anything_is_read(queued, real_connection, simulated_aws):
    with organization_context(queued.organization_id):
        Connection.objects.filter(pk=real_connection.pk).update(verified_at=timezone.now() - timedelta(hours=25))
    remove_role(simulated_aws, real_connection)

    run(queued)

    assert (queued.status, queued.reason) == ("failed", "scan.not_verified")
    assert now(real_connection).status == "degraded"


def test_a_breakdown_of_ours_ends_the_scan_with_a_number_to_tell(queued, monkeypatch):
    def break_down(*args, **kwargs):
        raise RuntimeError("broken inside")

    monkeypatch.setattr(execution, "run_scan", break_down)

    run(queued)

    assert (queued.status, queued.reason) == ("failed", "scan.internal_error")
    assert queued.reason_detail == str(queued.pk)[:8]
    assert "broken inside" not in queued.reason_detail


def test_a_full_disk_fails_the_scan(queued, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(results.default_storage, "save", full)

    run(queued)

    assert (queued.status, queued.reason) == ("failed", "scan.storage_failed")
    assert count(queued) == 0


def test_whoever_lost_the_lease_writes_nothing(queued, monkeypatch):
    real = execution.run_scan

    def taken_over_meanwhile(*args, **kwargs):
        with organization_context(queued.organization_id):
            ScanRun.objects.filter(pk=queued.pk).update(generation=99)
        return real(*args, **kwargs)

    monkeypatch.setattr(execution, "run_scan", taken_over_meanwhile)

    run(queued)

    assert (queued.status, queued.generation, queued.facts_file) == ("running", 99, "")
    assert count(queued) == 0


def test_a_second_run_of_the_same_row_does_not_double_its_findings(queued):
    run(queued)
    first = count(queued)
    with organization_context(queued.organization_id):
        ScanRun.objects.filter(pk=queued.pk).update(status="queued")

    run(queued)

    assert count(queued) == first > 0


def test_cancelling_stops_the_scan_and_keeps_nothing(queued, world, simulated_aws):
    simulated_aws.add_fault(kind="latency", call="iam:*", milliseconds=1500)
    claimed = turns.claim_run(queued.organization_id, queued.pk)
    worker = threading.Thread(target=execution.execute_run, args=(claimed,))
    worker.start()
    started = timezone.now()

    with organization_context(queued.organization_id):
        cancel_run(run=ScanRun.objects.get(pk=queued.pk), actor=world.cai.user)
    worker.join(timeout=20)

    assert now(queued).status == "cancelled"
    assert queued.finished_at - started < timedelta(seconds=10)
    assert (count(queued), queued.facts_file) == (0, "")


def test_a_scan_that_runs_out_of_time_keeps_its_part_and_says_so(queued, monkeypatch):
    monkeypatch.setattr(execution, "READ_SECONDS", 0)

    run(queued)

    assert (queued.status, queued.reason) == ("finished", "scan.out_of_time")
    with organization_context(queued.organization_id):
        outcomes = set(Finding.objects.filter(run=queued).values_list("outcome", flat=True))
        assert failure(queued).title == "The scan reached its time limit, so the result is partial."
    assert "unknown" in outcomes
    assert "pass" not in outcomes
    assert {gap["reason"] for gap in queued.unreadable} >= {"not_collected"}


def test_the_heartbeat_renews_the_lease(queued, settings):
    claimed = turns.claim_run(queued.organization_id, queued.pk)
    before = claimed.lease_until

    with heartbeat.Heartbeat(claimed) as beat:
        beat.show(steps_done=3)
        beat.wait_for_renewal(timeout=5)

    assert now(queued).lease_until > before
    assert queued.steps_done == 3


def test_a_database_that_is_away_for_a_moment_does_not_lose_the_scan(queued, monkeypatch):
    claimed = turns.claim_run(queued.organization_id, queued.pk)
    real, failures = leases.renew, [DatabaseError(), DatabaseError()]

    def renew(job, **columns):
        if failures:
            raise failures.pop()
        return real(job, **columns)

    monkeypatch.setattr(leases, "renew", renew)
    with heartbeat.Heartbeat(claimed) as beat:
        beat.show(steps_done=7)
        beat.wait_for_renewal(timeout=10)

    assert failures == []
    assert not beat.should_stop()
    assert now(queued).steps_done == 7
