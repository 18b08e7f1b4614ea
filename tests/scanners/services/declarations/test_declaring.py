"""What is declared is kept with who and when, audited, and has the latest scan judged again without AWS."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django import db
from django.utils import timezone

from ftrportal.audit.models import AuditEntry
from ftrportal.common.database.tenancy import organization_context, sweeper_context
from ftrportal.organizations.services.organizations import declare_company
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.models import AccountDeclaration, Connection, ScanRun, StoreDeclaration
from scanners.public import DeclaredValue, declare
from scanners.selectors.declarations.declared import declared_about
from scanners.services.declarations import due
from scanners.services.declarations.declaring import StoreChange, classify_stores
from scanners.services.scans import reevaluation
from tests.scanners.fact_builders import (
    account_facts,
    bucket,
    org_account,
    org_facts,
    report,
    row,
    s3_facts,
    trail,
    trails,
)
from tests.scanners.store_builders import table, tables
from tests.scanners.stored_scans import outcomes_of, scan_of

pytestmark = pytest.mark.django_db(transaction=True)
ALL_REGIONS = "cloudtrail_all_regions_logging"
HERE, MEMBER = "111111111111", "222222222222"
ADA_USER = {"names": [{"name": "ada", "until": None}], "not": []}


@pytest.fixture
def connection(world, scans) -> Connection:
    return scans.connection(world.acme, HERE)


@pytest.fixture(autouse=True)
def settled(monkeypatch):
    """Nobody waits for the next word in a test that does not ask for it."""
    monkeypatch.setattr(reevaluation, "SETTLE", timedelta(0))


def say(world, accounts, *, source="workload:1", at=None, until=None):
    """Declare {account id: {fact: value}}."""
    values = {
        account_id: {
            name: DeclaredValue(value, "IAM-004", "Cai", at or timezone.now(), until) for name, value in facts.items()
        }
        for account_id, facts in accounts.items()
    }
    with organization_context(world.acme.pk):
        return declare(
            organization=world.acme, actor=world.cai.user, source=source, source_name="Shop", accounts=values
        )


def fresh(row):
    with organization_context(row.organization_id):
        return type(row).objects.select_related("organization").get(pk=row.pk)


def about(connection):
    connection = fresh(connection)
    with organization_context(connection.organization_id):
        return declared_about(connection)


def test_a_declaration_moves_the_finding_of_the_latest_scan(world, connection):
    run = scan_of(connection, report(row("ada", password_enabled=True)))
    assert outcomes_of(run, "shared_users_suspected") == {"user/ada": "review"}

    assert say(world, {HERE: {"person_user_names": ADA_USER}}) == [HERE]
    assert fresh(connection).declared_at is not None
    assert reevaluation.rejudge_declared(world.acme.pk, connection.pk) is True

    assert outcomes_of(run, "shared_users_suspected") == {"user/ada": "pass"}
    assert fresh(connection).declared_at is None
    assert fresh(run).judged_at is not None
    [basis] = [one for one in fresh(run).declared if one["fact"] == "person_user_names"]
    assert (basis["by"], basis["source"], basis["place"], basis["value"]) == ("Cai", "Shop", "IAM-004", "ada")


@pytest.mark.parametrize("is_gone", [True, False])
def test_nothing_passes_by_a_word_that_ended_when_the_scan_cannot_be_judged_again(world, connection, is_gone):
    """Facts are kept for a while only, and may be damaged: then nobody can say what holds without the word."""
    say(world, {HERE: {"person_user_names": ADA_USER}})
    run = scan_of(connection, report(row("ada", password_enabled=True)))
    with organization_context(world.acme.pk):
        ScanRun.objects.filter(pk=run.pk).update(facts_file="" if is_gone else run.facts_file, facts_sha256="0")
    assert outcomes_of(run, "shared_users_suspected") == {"user/ada": "pass"}
    fine = outcomes_of(run, "iam_console_users_have_mfa")

    say(world, {HERE: {}})
    assert reevaluation.rejudge_declared(world.acme.pk, connection.pk) is False

    assert outcomes_of(run, "shared_users_suspected") == {"user/ada": "unknown"}
    assert outcomes_of(run, "iam_console_users_have_mfa") == fine == {"user/ada": "pass"}
    with organization_context(world.acme.pk):
        assert AuditEntry.objects.get(action="scan.taken_back").data["findings"] > 0


def test_the_same_word_again_changes_nothing_and_keeps_who_said_it_first(world, connection):
    first = timezone.now() - timedelta(days=3)
    say(world, {HERE: {"person_user_names": ADA_USER}}, at=first)
    reevaluation.rejudge_declared(world.acme.pk, connection.pk)

    assert say(world, {HERE: {"person_user_names": ADA_USER}}) == []

    assert fresh(connection).declared_at is None
    with organization_context(world.acme.pk):
        stored = AccountDeclaration.objects.get().facts["person_user_names"]
        assert stored["at"] == first.isoformat()
        assert AuditEntry.objects.filter(action="declaration.changed").count() == 1


def test_a_source_that_no_longer_speaks_of_an_account_is_forgotten_there(world, connection):
    say(world, {HERE: {"handles_phi": True}, MEMBER: {"handles_phi": True}})

    assert say(world, {MEMBER: {"handles_phi": True}}) == [HERE]

    assert about(connection).declarations.handles_phi is None
    with organization_context(world.acme.pk):
        data = AuditEntry.objects.filter(action="declaration.changed").order_by("-at").first().data
    assert data == {"facts": ["handles_phi"], "accounts": [HERE], "source": "workload:1"}


def test_two_workloads_in_one_account_and_the_strictest_wins(world, connection):
    say(world, {HERE: {"rpo_minutes": 240, "handles_phi": False}}, source="workload:1")
    assert about(connection).declarations.handles_phi is False
    say(world, {HERE: {"rpo_minutes": 60}}, source="workload:2")

    declared = about(connection).declarations

    assert (declared.rpo_minutes, declared.handles_phi) == (60, None)


def test_an_expired_attestation_stops_counting_by_itself(world, connection):
    say(world, {HERE: {"is_federation_mfa_enforced": True}}, until=timezone.now().date() - timedelta(days=1))

    assert about(connection).declarations.is_federation_mfa_enforced is None
    assert about(connection).basis == []


def test_the_day_an_attestation_ends_on_has_the_scan_judged_again(world, connection):
    run = scan_of(connection, report(row("ada", password_enabled=True)))
    say(world, {HERE: {"person_user_names": ADA_USER}}, until=timezone.now().date())
    reevaluation.rejudge_declared(world.acme.pk, connection.pk)
    assert outcomes_of(run, "shared_users_suspected") == {"user/ada": "pass"}
    assert fresh(connection).declarations_end_on == timezone.now().date()
    assert reevaluation.rejudge_due() == 0
    with organization_context(world.acme.pk):  # the next day
        yesterday = timezone.now().date() - timedelta(days=1)
        entry = AccountDeclaration.objects.get()
        entry.facts["person_user_names"]["until"] = yesterday.isoformat()
        entry.save()
        Connection.objects.update(declarations_end_on=yesterday)

    assert reevaluation.rejudge_due() == 1

    assert outcomes_of(run, "shared_users_suspected") == {"user/ada": "review"}
    assert fresh(connection).declarations_end_on is None


def test_a_lost_message_is_made_good_by_the_sweep(world, connection):
    run = scan_of(connection, report(row("ada", password_enabled=True)))
    say(world, {HERE: {"person_user_names": ADA_USER}})

    assert reevaluation.rejudge_due() == 1

    assert outcomes_of(run, "shared_users_suspected") == {"user/ada": "pass"}
    assert reevaluation.rejudge_due() == 0


def test_judging_waits_for_the_next_word_and_for_a_scan_under_way(world, connection, scans, monkeypatch):
    scan_of(connection, report(row("ada", password_enabled=True)))
    say(world, {HERE: {"person_user_names": ADA_USER}})
    monkeypatch.setattr(reevaluation, "SETTLE", due.SETTLE)
    assert reevaluation.rejudge_declared(world.acme.pk, connection.pk) is False
    monkeypatch.setattr(reevaluation, "SETTLE", timedelta(0))
    open_run = scans.run(connection, status="running")

    assert reevaluation.rejudge_declared(world.acme.pk, connection.pk) is False

    assert fresh(connection).declared_at is not None
    with organization_context(world.acme.pk):
        open_run.delete()
    assert reevaluation.rejudge_declared(world.acme.pk, connection.pk) is True


def test_what_is_declared_while_a_scan_is_judged_is_not_lost(world, connection, monkeypatch):
    run = scan_of(connection, report(row("ada", password_enabled=True)))
    say(world, {HERE: {"handles_phi": True}})
    real, said = reevaluation.judge, []

    def judge(facts, scope):
        if not said:
            said.append(say(world, {HERE: {"handles_phi": True, "person_user_names": ADA_USER}}))
        return real(facts, scope)

    monkeypatch.setattr(reevaluation, "judge", judge)
    reevaluation.rejudge_declared(world.acme.pk, connection.pk)

    assert outcomes_of(run, "shared_users_suspected") == {"user/ada": "pass"}


def test_stores_are_classified_by_a_person_and_the_checks_follow(world, connection):
    run = scan_of(connection, s3_facts(bucket("data", versioning=bucket().versioning)), tables(table("orders")))
    arn = "arn:aws:s3:::data"
    change = StoreChange(arn, role="log", is_sensitive="no", keep_days=30)

    with organization_context(world.acme.pk):
        assert classify_stores(connection=fresh(connection), actor=world.cai.user, changes=[change, change]) == 1
        assert classify_stores(connection=fresh(connection), actor=world.amy.user, changes=[change]) == 0
    reevaluation.rejudge_declared(world.acme.pk, connection.pk)

    with organization_context(world.acme.pk):
        stored = StoreDeclaration.objects.get()
        assert (stored.role, stored.is_sensitive, stored.keep_days) == ("log", False, 30)
        assert stored.declared_by == world.cai.user
        entry = AuditEntry.objects.get(action="stores.classified")
    assert entry.data["stores"] == [{"arn": arn, "role": "log", "is_sensitive": False, "keep_days": 30}]
    assert outcomes_of(run, "s3_data_protected") == {"data": "not_applicable"}
    [basis] = [one for one in fresh(run).declared if one["fact"] == "stores"]
    assert basis["value"] == "1 classified: 0 sensitive, 1 not sensitive"
    assert "Cai" in basis["by"]


def test_a_part_that_is_not_named_stays(world, connection):
    with organization_context(world.acme.pk):
        first = StoreChange("arn:aws:s3:::data", role="log", is_sensitive="no", keep_days=30)
        classify_stores(connection=fresh(connection), actor=world.cai.user, changes=[first])
        then = StoreChange("arn:aws:s3:::data", is_sensitive="")
        classify_stores(connection=fresh(connection), actor=world.cai.user, changes=[then])

        stored = StoreDeclaration.objects.get()

    assert (stored.role, stored.is_sensitive, stored.keep_days) == ("log", None, 30)


def test_a_management_accounts_contacts_speak_for_its_members(world, scans, connection):
    member = scans.connection(world.acme, MEMBER)
    assert about(member).declarations.has_management_contacts is False
    organization = org_facts(accounts=(org_account(HERE), org_account(MEMBER)))

    scan_of(connection, account_facts(), organization)

    assert about(member).declarations.has_management_contacts is True
    assert about(connection).declarations.has_management_contacts is False
    scan_of(connection, account_facts(billing_contact=None), organization)
    assert about(member).declarations.has_management_contacts is False


def test_the_scan_of_a_trails_owner_tells_its_members_what_the_trail_records(world, scans, connection):
    member = scans.connection(world.acme, MEMBER)
    own = trail(is_organization=True)
    unread = replace(own, selectors=Unknown(Reason.DENIED, "cloudtrail:GetEventSelectors"))
    run = scan_of(member, trails(unread), account_facts())
    assert outcomes_of(run, ALL_REGIONS) == {"trail/main": "unknown"}

    scan_of(connection, trails(own), account_facts())
    reevaluation.rejudge_run(world.acme.pk, run.pk)

    assert about(member).declarations.complete_trails == (own.arn,)
    assert outcomes_of(run, ALL_REGIONS) == {"trail/main": "pass"}
    scan_of(connection, trails(replace(own, is_multi_region=False)), account_facts())
    assert about(member).declarations.complete_trails == ()


def test_the_register_adds_accounts_and_stages(world, connection):
    with organization_context(world.acme.pk):
        Connection.objects.filter(pk=connection.pk).update(stage="unknown")
    register = [{"id": HERE, "stage": "production"}, {"id": MEMBER, "stage": "non_production"}]
    say(world, {HERE: {"own_accounts": register}})

    declared = about(connection).declarations

    assert declared.is_production is True
    assert [(one.id, one.stage, one.is_connected) for one in declared.own_accounts] == [
        (HERE, "production", True),
        (MEMBER, "non_production", False),
    ]


def test_a_company_declared_anew_has_every_account_judged_again(world, connection):
    with organization_context(world.acme.pk):
        declare_company(
            organization=world.acme,
            actor=world.amy.user,
            company_name="Acme Ltd",
            company_domains=[],
            is_contact_phone_attested=True,
            time_zone="UTC",
        )

    assert fresh(connection).declared_at is not None
    [name, phone] = about(connection).basis
    assert (name["value"], "Amy" in name["by"], phone["value"]) == ("Acme Ltd", True, "Yes")


def test_another_organization_neither_sees_nor_moves_it(world, scans, connection):
    theirs = scans.connection(world.other, HERE)
    say(world, {HERE: {"handles_phi": True}})

    assert about(theirs).declarations.handles_phi is None
    assert fresh(theirs).declared_at is None
    assert reevaluation.rejudge_declared(world.other.pk, connection.pk) is False
    with sweeper_context():
        assert AccountDeclaration.objects.count() == 0
        assert StoreDeclaration.objects.count() == 0


def test_a_fact_nobody_merges_is_refused(world):
    with pytest.raises(ValueError, match="nobody merges"):
        say(world, {HERE: {"is_production": True}})


def test_a_day_in_the_past_is_no_future_end(world, connection):
    say(world, {HERE: {"handles_phi": True}}, until=date(2020, 1, 1))

    assert about(connection).ends_on is None


def test_two_people_who_speak_of_one_store_at_once_are_both_heard(world, connection):
    arn, is_written = "arn:aws:s3:::shared", threading.Event()

    def classify(member, change):
        with organization_context(world.acme.pk):
            found = Connection.objects.select_related("organization").get(pk=connection.pk)
            classify_stores(connection=found, actor=member.user, changes=[change])
            is_written.set()
            time.sleep(0.5)
        db.connection.close()

    first = threading.Thread(target=classify, args=(world.cai, StoreChange(arn, role="primary")))
    first.start()
    assert is_written.wait(10)
    classify(world.amy, StoreChange(arn, is_sensitive="yes"))
    first.join(10)

    with organization_context(world.acme.pk):
        row = StoreDeclaration.objects.get(arn=arn)
    assert (row.role, row.is_sensitive) == ("primary", True)
