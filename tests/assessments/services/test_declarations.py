"""Saving an answer or a workload declares; the scan of the account follows; the suggestion moves."""

from __future__ import annotations

import re
import threading
import time
from datetime import timedelta

import pytest
from django import db
from django.utils import timezone

from assessments.models import Workload
from assessments.services.answers import AnswerDraft, save_answer
from assessments.services.workloads import AccountDraft, WorkloadDraft, update_workload
from assessments.suggestions.suggest import scan_state, suggestion_for
from ftrportal.common.database.tenancy import organization_context
from scanners.models import AccountDeclaration, Connection
from scanners.services.scans import reevaluation
from tests.assessments.conftest import PRODUCTION, make_case
from tests.scanners.fact_builders import report, row
from tests.scanners.stored_scans import outcomes_of, scan_of

pytestmark = pytest.mark.django_db(transaction=True)
MAP = {"person_map_complete": True, "person_map": [{"user": "ada", "person": "Ada Lovelace"}]}


@pytest.fixture
def connection(world):
    with organization_context(world.acme.pk):
        return Connection.objects.create(
            organization=world.acme, account_id=PRODUCTION, status="active", role_name="FtrPortal-1"
        )


@pytest.fixture(autouse=True)
def settled(monkeypatch):
    monkeypatch.setattr(reevaluation, "SETTLE", timedelta(0))


def save(case, member, key, fields, base=0):
    with organization_context(case.workload.organization_id):
        return save_answer(
            assessment=case.assessment,
            requirement_key=key,
            actor=member.user,
            base_version=base,
            draft=AnswerDraft(None, None, None, fields),
        )


def declared(case):
    with organization_context(case.workload.organization_id):
        rows = AccountDeclaration.objects.filter(source=f"workload:{case.workload.pk}")
        return {one.account_id: one.facts for one in rows}


def test_an_answer_moves_the_finding_and_the_suggestion(world, case, connection):
    run = scan_of(connection, report(row("ada", password_enabled=True)))
    assert outcomes_of(run, "shared_users_suspected") == {"user/ada": "review"}

    save(case, world.cai, "IAM-004", MAP)
    reevaluation.rejudge_due()

    assert outcomes_of(run, "shared_users_suspected") == {"user/ada": "pass"}
    entry = declared(case)[PRODUCTION]["person_user_names"]
    assert ("Cai" in entry["by"], entry["place"]) == (True, "IAM-004")
    requirement = case.requirement("IAM-004")
    with organization_context(world.acme.pk):
        state = scan_state(case.workload, check_ids=requirement.checks, documents={})
        assert suggestion_for(requirement, state, fields_outcome="met").status == "met"


def test_nothing_is_accepted_while_the_scan_is_judged_again(world, case, connection):
    scan_of(connection, report(row("ada", password_enabled=True)))
    save(case, world.cai, "IAM-004", MAP)
    reevaluation.rejudge_due()
    browser, page = world.client(world.cai), case.url("requirement_detail", "IAM-004")
    fingerprint = re.search(r'name="fingerprint" value="([0-9a-f]+)"', browser.get(page).text).group(1)
    sent = {"version": 1, "fingerprint": fingerprint}
    with organization_context(world.acme.pk):
        Connection.objects.update(declared_at=timezone.now())

    text = browser.get(page).text

    assert "Results are being updated with your entry." in text
    assert 'name="fingerprint"' not in text
    assert browser.post(case.url("suggestion_accept", "IAM-004"), sent).status_code == 409
    with organization_context(world.acme.pk):
        Connection.objects.update(declared_at=None)
    assert browser.post(case.url("suggestion_accept", "IAM-004"), sent).status_code == 302


def test_an_accepted_answer_is_contradicted_when_the_same_scan_says_otherwise_by_now(world, case, connection):
    scan_of(connection, report(row("ada", password_enabled=True)))
    save(case, world.cai, "IAM-004", MAP)
    reevaluation.rejudge_due()
    browser, page = world.client(world.cai), case.url("requirement_detail", "IAM-004")
    fingerprint = re.search(r'name="fingerprint" value="([0-9a-f]+)"', browser.get(page).text).group(1)
    browser.post(case.url("suggestion_accept", "IAM-004"), {"version": 1, "fingerprint": fingerprint})
    assert "now suggests" not in browser.get(page).text

    save(case, world.cai, "IAM-004", {"person_map_complete": True}, base=2)
    reevaluation.rejudge_due()

    assert "the scan now suggests “needs review”" in browser.get(page).text


def test_taking_the_answer_back_takes_the_pass_back(world, case, connection):
    run = scan_of(connection, report(row("ada", password_enabled=True)))
    save(case, world.cai, "IAM-004", MAP)
    reevaluation.rejudge_due()

    save(case, world.cai, "IAM-004", {}, base=1)
    reevaluation.rejudge_due()

    assert outcomes_of(run, "shared_users_suspected") == {"user/ada": "review"}


def test_an_answer_that_declares_nothing_has_nothing_judged(world, case, connection):
    save(case, world.cai, "ARC-003", {"mfa_kind": "passkey"})

    with organization_context(world.acme.pk):
        assert Connection.objects.get().declared_at is None


def test_the_workloads_own_facts_and_accounts_are_declared(world, case):
    own = [{"id": PRODUCTION, "stage": "production"}]
    assert {name: one["value"] for name, one in declared(case)[PRODUCTION].items()} == {"own_accounts": own}
    draft = WorkloadDraft(
        name="Ledger",
        handles_phi=False,
        accesses_customer_accounts=True,
        accounts=(AccountDraft(PRODUCTION), AccountDraft("444455556666", is_production=False)),
    )
    with organization_context(world.acme.pk):
        update_workload(
            workload=Workload.objects.select_related("organization").get(), actor=world.amy.user, draft=draft
        )

    found = declared(case)

    assert set(found) == {PRODUCTION, "444455556666"}
    assert found[PRODUCTION]["handles_phi"]["value"] is False
    assert "own_accounts" not in found["444455556666"]
    assert "Amy" in found[PRODUCTION]["reaches_customer_accounts"]["by"]


def test_a_workload_that_leaves_an_account_takes_its_word_along(world, case):
    draft = WorkloadDraft(name="Ledger", handles_phi=True, accounts=(AccountDraft("444455556666"),))
    with organization_context(world.acme.pk):
        update_workload(
            workload=Workload.objects.select_related("organization").get(), actor=world.amy.user, draft=draft
        )

    assert set(declared(case)) == {"444455556666"}


def test_a_silent_second_workload_keeps_a_no_from_counting(world, case, connection):
    """The strictest wins: unknown stays unknown unless all say no."""
    make_case(world.cai, name="Second")
    draft = WorkloadDraft(name="Ledger", handles_phi=False, accounts=(AccountDraft(PRODUCTION),))
    with organization_context(world.acme.pk):
        workload = Workload.objects.select_related("organization").get(name="Ledger")
        update_workload(workload=workload, actor=world.amy.user, draft=draft)
        from scanners.selectors.declarations.declared import declarations_of

        assert declarations_of(Connection.objects.select_related("organization").get()).handles_phi is None


def test_two_answers_saved_at_once_are_both_declared(world, case):
    """Whoever saves second waits for the first, and then reads what that one said."""
    first_is_written = threading.Event()

    def first():
        with organization_context(case.workload.organization_id):
            save(case, world.cai, "IAM-004", MAP)
            first_is_written.set()
            time.sleep(0.5)  # the second save comes to its declaration meanwhile
        db.connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert first_is_written.wait(10)
    save(case, world.amy, "IAM-005", {"third_parties": False})
    thread.join(10)

    assert set(declared(case)[PRODUCTION]) == {"person_user_names", "has_third_parties", "own_accounts"}
