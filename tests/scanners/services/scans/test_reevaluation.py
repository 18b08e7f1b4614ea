"""Stored facts are judged again without AWS, shown by resource, and removed in time."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, default_storage
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from ftrportal.audit.models import AuditEntry
from ftrportal.common.database.tenancy import organization_context, sweeper_context
from scanners.models import Finding, ScanRun, Schedule, Stage
from scanners.services.connections.lifecycle import change_connection
from scanners.services.scans import execution, reevaluation, retention, turns
from scanners.services.scans.runs import start_run

pytestmark = pytest.mark.django_db(transaction=True)
SUPPORT = "support_plan_business_or_above"


@pytest.fixture
def run(world, real_connection) -> ScanRun:
    """A real finished scan of the demo account, whose stage nobody had declared."""
    with organization_context(world.acme.pk):
        change_connection(
            connection=real_connection,
            actor=world.amy.user,
            name="",
            stage=Stage.UNKNOWN,
            regions=["us-east-1"],
            schedule=Schedule.OFF,
            opt_ins=(),
        )
        queued = start_run(connection=real_connection, actor=world.cai.user)
    execution.execute_run(turns.claim_run(world.acme.pk, queued.pk))
    return fresh(queued)


def fresh(row):
    with organization_context(row.organization_id):
        row.refresh_from_db()
    return row


def declare(world, run, stage):
    with organization_context(world.acme.pk):
        change_connection(
            connection=run.connection,
            actor=world.amy.user,
            name="",
            stage=stage,
            regions=["us-east-1"],
            schedule=Schedule.OFF,
            opt_ins=(),
        )


def findings(run):
    with organization_context(run.organization_id):
        return {(one.check_id, one.region, one.resource): one for one in Finding.objects.filter(run=run)}


def outcome(run, check_id):
    return {one.outcome for key, one in findings(run).items() if key[0] == check_id}


def test_a_new_declaration_counts_for_an_old_scan_without_a_call_to_aws(world, run, simulated_aws):
    before, ended = findings(run), run.finished_at
    assert outcome(run, SUPPORT) == {"review"}
    declare(world, run, Stage.PRODUCTION)
    simulated_aws.clear_calls()

    assert reevaluation.rejudge_run(world.acme.pk, run.pk) is True

    assert simulated_aws.calls() == []
    assert outcome(run, SUPPORT) == {"fail"}
    after = findings(run)
    assert {key: after[key].pk for key in before if key in after} == {
        key: before[key].pk for key in before if key in after
    }
    assert fresh(run).finished_at == ended
    assert run.judged_at is not None


def test_judging_again_with_nothing_changed_changes_nothing(world, run):
    before = {key: (one.pk, one.outcome, one.message) for key, one in findings(run).items()}

    reevaluation.rejudge_run(world.acme.pk, run.pk)

    assert {key: (one.pk, one.outcome, one.message) for key, one in findings(run).items()} == before
    with organization_context(world.acme.pk):
        data = AuditEntry.objects.get(action="scan.rejudged").data
    assert {name: data[name] for name in ("changed", "added", "removed")} == {"changed": 0, "added": 0, "removed": 0}


def test_what_today_no_check_says_is_removed_and_what_is_missing_comes_back(world, run, scans, real_connection):
    run.connection = real_connection
    lost = next(iter(findings(run).values()))
    with organization_context(world.acme.pk):
        Finding.objects.filter(pk=lost.pk).delete()
    scans.finding(run, "arn:of:yesterday", check_id="a_check_of_yesterday")

    reevaluation.rejudge_run(world.acme.pk, run.pk)

    after = findings(run)
    assert (lost.check_id, lost.region, lost.resource) in after
    assert "a_check_of_yesterday" not in {key[0] for key in after}


def test_the_command_judges_every_latest_scan(world, run, capsys):
    declare(world, run, Stage.PRODUCTION)

    call_command("rejudge_scans")

    assert "Judged again: 1" in capsys.readouterr().out
    assert outcome(run, SUPPORT) == {"fail"}


def test_facts_that_were_changed_on_the_disk_judge_nothing(world, run):
    before = set(findings(run))
    default_storage.delete(run.facts_file)
    name = default_storage.save(run.facts_file, ContentFile(b"something else"))
    with organization_context(world.acme.pk):
        ScanRun.objects.filter(pk=run.pk).update(facts_file=name)

    assert reevaluation.rejudge_run(world.acme.pk, run.pk) is False

    assert set(findings(run)) == before
    with organization_context(world.acme.pk):
        assert AuditEntry.objects.get(action="scan.not_rejudged").data == {"reason": "scan.facts_changed"}


def test_another_organizations_message_does_nothing(world, run):
    assert reevaluation.rejudge_run(world.other.pk, run.pk) is False
    assert fresh(run).judged_at is None


def test_the_button_has_it_judged(world, run):
    declare(world, run, Stage.PRODUCTION)
    page = reverse("scanners:run_detail", args=[world.acme.slug, run.pk])
    button = reverse("scanners:run_rejudge", args=[world.acme.slug, run.pk])

    assert button in world.client(world.cai).get(page).text
    assert button not in world.client(world.ben).get(page).text
    assert world.client(world.ben).post(button).status_code == 403
    assert world.client(world.cai).post(button).status_code == 302
    with organization_context(world.acme.pk):
        assert AuditEntry.objects.filter(action="scan.rejudging_asked").exists()


def test_the_facts_of_one_resource_are_shown_as_json(world, run):
    key, finding = next(
        (key, one) for key, one in findings(run).items() if key[0][:3] == "s3_" and key[2][:13] == "arn:aws:s3:::"
    )
    url = reverse("scanners:finding_facts", args=[world.acme.slug, finding.pk])

    response = world.client(world.cai).get(url)

    assert response["Content-Type"] == "application/json"
    shown = response.json()
    assert shown["resource"] == key[2]
    assert shown["facts_sha256"] == run.facts_sha256
    bucket = key[2].removeprefix("arn:aws:s3:::")
    others = {one[2].removeprefix("arn:aws:s3:::") for one in findings(run) if one[0] == key[0]} - {bucket}
    text = json.dumps(shown["facts"]["S3Facts"])
    assert f'"{bucket}"' in text
    assert not any(f'"name": "{other}"' in text for other in others)
    assert world.client(world.ben).get(url).status_code == 403


def test_facts_are_removed_when_they_are_old_and_the_findings_stay(world, run, settings):
    settings.SCAN_FACTS_DAYS = 90
    name, count = run.facts_file, len(findings(run))
    move(run, days=89)
    assert retention.forget_facts() == 0
    move(run, days=91)

    assert retention.forget_facts() == 1

    assert not default_storage.exists(name)
    assert (fresh(run).facts_file, len(findings(run))) == ("", count)
    assert run.facts_sha256
    assert reevaluation.rejudge_run(world.acme.pk, run.pk) is False


def test_facts_that_could_not_be_removed_are_removed_by_a_later_sweep(world, run, settings, monkeypatch):
    name = run.facts_file
    move(run, days=500)

    def away(self, name):
        raise OSError("away")

    with monkeypatch.context() as patch:
        patch.setattr(InMemoryStorage, "delete", away)
        assert retention.forget_facts() == 0
    assert default_storage.exists(name)

    assert retention.forget_facts() == 1
    assert not default_storage.exists(name)
    assert fresh(run).facts_file == ""


def test_a_declaration_waits_for_a_storage_that_is_away(world, run, real_connection, monkeypatch):
    declare(world, run, Stage.PRODUCTION)
    monkeypatch.setattr(reevaluation, "SETTLE", timedelta(0))

    def away(self, name, mode="rb"):
        raise OSError("away")

    with monkeypatch.context() as patch:
        patch.setattr(InMemoryStorage, "_open", away)
        assert reevaluation.rejudge_due() == 0
    assert fresh(real_connection).declared_at is not None

    assert reevaluation.rejudge_due() == 1
    assert fresh(real_connection).declared_at is None


def test_the_sweeper_sees_no_finished_scan_that_is_young(world, run, settings):
    settings.SCAN_FACTS_DAYS = 1
    with organization_context(world.acme.pk):
        ScanRun.objects.update(announced_at=timezone.now())
    move(run, days=29)

    assert retention.forget_facts() == 0
    with sweeper_context():
        assert ScanRun.objects.count() == 0


def move(run, *, days):
    with organization_context(run.organization_id):
        then = timezone.now() - timedelta(days=days)
        ScanRun.objects.filter(pk=run.pk).update(started_at=then, finished_at=then)
