"""Risk exceptions: they show, they never pass, they come back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.db.utils import ProgrammingError
from django.urls import reverse

from ftrportal.audit.models import AuditEntry
from ftrportal.common.database.tenancy import organization_context
from scanners import public
from scanners.models import FindingException
from scanners.selectors.scans import exceptions as selectors
from scanners.services.scans.exceptions import ExceptionRefused, accept_finding, withdraw_exception

REASON = "The <b>break-glass</b> user is kept in a safe."


@pytest.fixture
def connection(world, scans):
    return scans.connection(world.acme)


@pytest.fixture
def finding(connection, scans):
    return scans.finding(scans.finished(connection), "arn:aws:iam::111122223333:root")


def accept(world, finding, days=30):
    with organization_context(world.acme.pk):
        return accept_finding(
            finding=finding,
            actor=world.amy.user,
            reason=REASON,
            approver="Ada, CISO",
            ends_on=selectors.today() + timedelta(days=days),
        )


def seen(world, connection):
    with organization_context(world.acme.pk):
        [view] = public.findings_for(world.acme, [connection.account_id])
        return view


def test_an_accepted_failure_is_a_review_with_its_end_and_never_a_pass(world, connection, finding):
    accept(world, finding)

    view = seen(world, connection)

    assert view.outcome == "review"
    assert view.message.startswith("Risk accepted until ")
    assert "It is not so." in view.message
    assert view.accepted_until is not None


def test_it_holds_for_the_next_scan_and_not_for_other_resources(world, connection, finding, scans):
    accept(world, finding)
    run = scans.finished(connection)
    scans.finding(run, finding.resource)
    scans.finding(run, "arn:aws:iam::111122223333:user/other")

    with organization_context(world.acme.pk):
        outcomes = {one.resource: one.outcome for one in public.findings_for(world.acme, [connection.account_id])}

    assert outcomes == {finding.resource: "review", "arn:aws:iam::111122223333:user/other": "fail"}


def test_the_finding_comes_back_the_day_after_the_end(world, connection, finding, monkeypatch):
    accept(world, finding, days=30)
    today = selectors.today()

    monkeypatch.setattr(selectors, "today", lambda: today + timedelta(days=30))
    assert seen(world, connection).outcome == "review"
    monkeypatch.setattr(selectors, "today", lambda: today + timedelta(days=31))
    assert seen(world, connection).outcome == "fail"


@pytest.mark.parametrize("outcome", ["unknown", "pass", "not_applicable"])
def test_it_changes_no_other_outcome(world, connection, scans, finding, outcome):
    accept(world, finding)
    scans.finding(scans.finished(connection), finding.resource, outcome=outcome)

    assert seen(world, connection).outcome == outcome


@pytest.mark.parametrize("outcome", ["unknown", "pass", "not_applicable"])
def test_only_what_fails_or_needs_review_can_be_accepted(world, connection, scans, outcome):
    finding = scans.finding(scans.finished(connection), outcome=outcome)

    with pytest.raises(ExceptionRefused):
        accept(world, finding)


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_the_end_is_after_today_and_within_a_year(world, finding, days):
    with pytest.raises(ExceptionRefused):
        accept(world, finding, days)


def test_accepting_again_replaces_and_both_are_kept_and_audited(world, finding):
    first = accept(world, finding, days=10)
    second = accept(world, finding, days=365)

    with organization_context(world.acme.pk):
        first.refresh_from_db()
        assert first.withdrawn_at is not None
        assert list(selectors.holding(world.acme)) == [second]
        entry = AuditEntry.objects.filter(action="exception.accepted").first()
    assert (entry.actor, entry.data["reason"]) == (world.amy.user, REASON)


def test_a_withdrawn_exception_is_over_at_once_and_audited_once(world, connection, finding):
    row = accept(world, finding)

    with organization_context(world.acme.pk):
        withdraw_exception(exception=row, actor=world.ada.user)
        withdraw_exception(exception=row, actor=world.ada.user)
        assert AuditEntry.objects.filter(action="exception.withdrawn").count() == 1

    assert seen(world, connection).outcome == "fail"


def test_the_database_takes_one_open_exception_per_resource(world, finding, scans):
    scans.exception(finding)

    with pytest.raises(IntegrityError):
        scans.exception(finding)


def test_rows_of_another_organization_are_invisible_and_cannot_be_planted(world, finding, scans):
    scans.exception(finding)

    with organization_context(world.other.pk):
        assert FindingException.objects.count() == 0
        assert FindingException.objects.update(reason="mine") == 0
    with pytest.raises(ProgrammingError, match="row-level security"), organization_context(world.other.pk):
        FindingException.objects.create(
            organization=world.acme,
            account_id="111122223333",
            check_id="a",
            resource="r",
            reason="r",
            approver="x",
            ends_on=selectors.today(),
        )


def url(name, world, *args):
    return reverse(f"scanners:{name}", args=[world.acme.slug, *args])


def test_an_admin_accepts_on_the_page_and_everybody_sees_it(world, finding):
    sent = {"reason": REASON, "approver": "Ada", "ends_on": (selectors.today() + timedelta(days=5)).isoformat()}

    response = world.client(world.amy).post(url("exception_create", world, finding.pk), sent)

    assert response.status_code == 302
    reader = world.client(world.ben)
    for page in (
        reader.get(url("finding_detail", world, finding.pk)).text,
        reader.get(url("exception_list", world)).text,
    ):
        assert "&lt;b&gt;break-glass&lt;/b&gt;" in page
        assert "End exception" not in page
    assert "Risk accepted until" in reader.get(url("finding_list", world, finding.run_id)).text


@pytest.mark.parametrize(
    "changed", [{"reason": "short"}, {"approver": ""}, {"ends_on": "tomorrow"}, {"ends_on": "2999-01-01"}]
)
def test_what_is_missing_or_too_long_is_refused_on_the_page(world, finding, changed):
    sent = {"reason": REASON, "approver": "Ada", "ends_on": (selectors.today() + timedelta(days=5)).isoformat()}

    response = world.client(world.amy).post(url("exception_create", world, finding.pk), sent | changed)

    assert response.status_code == 422
    with organization_context(world.acme.pk):
        assert FindingException.objects.count() == 0


@pytest.mark.parametrize("person", ["cai", "ben"])
def test_only_admins_are_offered_it(world, finding, person):
    page = world.client(getattr(world, person)).get(url("finding_detail", world, finding.pk)).text

    assert "Accept this risk until a date" not in page
    assert "Accept this risk until a date" in world.client(world.amy).get(url("finding_detail", world, finding.pk)).text


def test_the_list_asks_few_queries(world, connection, scans, django_assert_max_num_queries):
    run = scans.finished(connection)
    for number in range(5):
        scans.exception(scans.finding(run, f"arn:{number}"))
    browser = world.client(world.ben)

    with django_assert_max_num_queries(16):
        assert browser.get(url("exception_list", world)).text.count("<code>arn:") == 5
