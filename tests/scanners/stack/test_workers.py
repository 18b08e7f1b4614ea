"""The row is the truth: whatever happens to processes and messages, a scan ends right and once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import redis
from django.utils import timezone

from ftrportal.audit.models import AuditEntry
from ftrportal.common.database.tenancy import organization_context
from ftrportal.common.jobs.queue import send
from scanners.engine.role_template.session_policy import session_parts
from scanners.models import Finding, RolloutAccount
from scanners.onboarding import installation
from scanners.services.connections import verification
from scanners.services.rollouts import probing
from scanners.services.rollouts.starting import start_rollout
from scanners.services.scans import sweeping
from scanners.services.scans.runs import cancel_run, start_run
from tests.scanners.stack.conftest import wait_until
from tests.scanners.stacks import create_member_role, create_role

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def slow_aws(simulated_aws):
    """Reading IAM takes some seconds, so that there is a middle to disturb."""
    simulated_aws.add_fault(kind="latency", call="iam:*", milliseconds=700)
    return simulated_aws


def now(row):
    with organization_context(row.organization_id):
        row.refresh_from_db()
    return row


def start(connection, world, actor=None):
    with organization_context(connection.organization_id):
        return start_run(connection=connection, actor=actor or world.cai.user)


def is_reading(run):
    return now(run).status == "running" and run.steps_done > 0


def is_over(run):
    return now(run).is_over


def swept_to_the_end(run):
    sweeping.sweep_scans()
    return is_over(run)


def ends_in_audit(run):
    with organization_context(run.organization_id):
        entries = AuditEntry.objects.filter(object_id=str(run.pk)).exclude(action="scan.started")
        return sorted(entries.values_list("action", flat=True))


def finding_keys(run):
    with organization_context(run.organization_id):
        return sorted(Finding.objects.filter(run=run).values_list("check_id", "region", "resource"))


def test_a_worker_killed_in_the_middle_is_replaced_and_the_scan_ends_once(real_connection, world, slow_aws, workers):
    first = workers.start()
    run = start(real_connection, world)
    wait_until(lambda: is_reading(run))
    workers.kill(first)
    killed_at = timezone.now()
    slow_aws.clear_faults()

    workers.start()
    wait_until(lambda: swept_to_the_end(run), seconds=60)

    assert (run.status, run.attempt, run.generation) == ("finished", 2, 2)
    assert run.finished_at - killed_at < timedelta(seconds=120)
    assert ends_in_audit(run) == ["scan.finished", "scan.interrupted"]
    keys = finding_keys(run)
    assert len(keys) == len(set(keys)) > 0


def test_a_message_lost_with_the_whole_broker_is_sent_again(real_connection, world, broker, workers):
    run = start(real_connection, world)
    client = redis.Redis.from_url(broker.url)
    assert client.llen("scans") == 1
    client.flushall()

    workers.start()
    wait_until(lambda: swept_to_the_end(run))

    assert (run.status, run.attempt) == ("finished", 1)
    client.close()


def test_a_message_that_comes_three_times_runs_the_scan_once(real_connection, world, slow_aws, workers):
    slow_aws.clear_calls()
    run = start(real_connection, world)
    for _ in range(2):
        send("scanners.run_scan", str(run.organization_id), str(run.pk))

    workers.start(processes=2)
    wait_until(lambda: is_over(run), seconds=60)

    assert (run.status, run.attempt) == ("finished", 1)
    assert ends_in_audit(run) == ["scan.finished"]
    sessions = [call for call in slow_aws.calls() if call["call"] == "sts:AssumeRole"]
    assert len(sessions) == len(session_parts(())), "those of one scan"


def test_a_running_scan_is_cancelled_within_ten_seconds(real_connection, world, slow_aws, workers):
    slow_aws.add_fault(kind="latency", call="iam:*", milliseconds=4000)
    workers.start()
    run = start(real_connection, world)
    wait_until(lambda: is_reading(run))

    with organization_context(run.organization_id):
        cancel_run(run=run, actor=world.cai.user)
    asked_at = timezone.now()
    wait_until(lambda: is_over(run), seconds=15)

    assert run.status == "cancelled"
    assert run.finished_at - asked_at < timedelta(seconds=10)
    assert finding_keys(run) == []


def test_a_connection_becomes_active_by_a_worker(world, scans, simulated_aws, workers):
    connection = scans.connection(world.acme, "222233334444", role_name="FtrPortal-55556666", status="draft")
    create_role(simulated_aws, connection, installation.template().text)
    workers.start()

    with organization_context(world.acme.pk):
        verification.ask_verification(connection=connection)
    wait_until(lambda: now(connection).status == "active")

    assert connection.verified_at is not None


def test_many_accounts_of_one_organization_do_not_hold_up_the_one_of_another(
    real_connection, world, scans, simulated_aws, workers
):
    """With fifteen before it; by the order of messages Acme's scan would be the last."""
    simulated_aws.add_fault(kind="latency", call="sts:AssumeRole", milliseconds=400)
    many = [
        start(scans.connection(world.other, str(500000000000 + place)), world, world.cleo.user) for place in range(15)
    ]
    workers.start()
    wait_until(lambda: sum(is_over(run) for run in many) >= 2)

    run = start(real_connection, world)
    wait_until(lambda: now(run).status != "queued")

    ahead = [one for one in many if now(one).started_at and run.created_at < one.started_at < run.started_at]
    assert len(ahead) <= 1, "the next free slot but one at most"
    assert sum(now(one).status == "queued" for one in many) >= 8
    wait_until(lambda: swept_to_the_end(run), seconds=60)
    assert run.status == "finished"
    wait_until(lambda: all(swept_to_the_end(one) for one in many), seconds=60)


def test_the_accounts_of_an_organization_become_active_by_workers(world, scans, simulated_aws, workers):
    manager, members = "740000000001", ["740000000002", "740000000003"]
    simulated_aws.set_organization(manager, [{"id": one, "name": one} for one in members])
    source = scans.connection(world.acme, manager, role_name="FtrPortal-77778888", status="draft")
    create_role(simulated_aws, source, installation.template().text)
    verification.verify_connection(world.acme.pk, source.pk)
    workers.start(processes=2)
    with organization_context(world.acme.pk):
        rollout = start_rollout(source=now(source), actor=world.amy.user)
    wait_until(lambda: now(rollout).listed_at is not None)
    for one in members:
        create_member_role(simulated_aws, rollout, one, installation.member_template_now().text)

    def ready():
        probing.sweep_rollouts()
        with organization_context(world.acme.pk):
            RolloutAccount.objects.filter(next_probe_at__isnull=False).update(next_probe_at=timezone.now())
            return RolloutAccount.objects.filter(rollout=rollout, connection__status="active").count() == 3

    wait_until(ready, seconds=60)
