"""Accepting a suggestion, and noticing when a later scan contradicts it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.models import AnswerRevision
from assessments.selectors.questionnaire import requirement_page
from assessments.services.answers import StaleAnswerError
from assessments.services.suggestions import SuggestionChangedError, accept_suggestion
from assessments.suggestions.rollup import Suggested
from ftrportal.audit.models import AuditEntry
from ftrportal.common.database.tenancy import organization_context
from scanners.models import ScanRun

KEY = "ARC-004"
PASSING = {"root_no_access_keys": "pass", "root_no_signing_certificates": "pass"}


@pytest.fixture
def page(case):
    def _page():
        with organization_context(case.workload.organization_id):
            return requirement_page(case.assessment, case.edition, case.requirement(KEY))

    return _page


@pytest.fixture
def accept(case, world):
    def _accept(suggestion, *, base=0, fingerprint=None):
        with organization_context(world.acme.pk):
            return accept_suggestion(
                assessment=case.assessment,
                requirement_key=KEY,
                actor=world.cai.user,
                base_version=base,
                suggestion=suggestion,
                fingerprint=fingerprint or suggestion.fingerprint,
            )

    return _accept


def test_an_account_nobody_connected_needs_input(page):
    suggestion = page().suggestion

    assert suggestion.status is Suggested.NEEDS_INPUT
    assert [(gap.account_id, gap.text) for gap in suggestion.gaps] == [
        ("111122223333", "Not scanned yet. Connect account 1111 2222 3333 to get a suggestion.")
    ]


@pytest.mark.parametrize(("days", "status"), [(89, "met"), (91, "needs_input")])
def test_an_old_scan_suggests_nothing_good(page, scanned, days, status):
    run = scanned(**PASSING)
    with organization_context(run.organization_id):
        ScanRun.objects.filter(pk=run.pk).update(finished_at=timezone.now() - timedelta(days=days))

    suggestion = page().suggestion

    assert suggestion.status == status
    assert [gap.text for gap in suggestion.gaps] == (
        [] if status == "met" else ["The last scan of this account is more than 90 days old. Scan it again."]
    )


def test_accepting_freezes_the_findings_and_makes_a_version(world, page, accept, scanned):
    run = scanned(**PASSING)

    answer = accept(page().suggestion)

    assert (answer.status, answer.accepted_status, answer.version) == ("met", "met", 1)
    assert {record["check_id"] for record in answer.accepted_findings} == set(PASSING)
    assert {record["run_id"] for record in answer.accepted_findings} == {str(run.pk)}
    assert answer.accepted_by == world.cai.user
    with organization_context(world.acme.pk):
        assert AnswerRevision.objects.get(answer=answer).status == "met"
        assert AuditEntry.objects.filter(action="suggestion.accepted").count() == 1


def test_accepting_needs_the_suggestion_that_was_on_the_screen(page, accept, scanned):
    scanned(**PASSING)
    seen = page().suggestion
    scanned(**PASSING | {"root_no_access_keys": "fail"})

    with pytest.raises(SuggestionChangedError):
        accept(page().suggestion, fingerprint=seen.fingerprint)


def test_accepting_over_a_newer_answer_is_a_conflict(page, accept, scanned):
    scanned(**PASSING)
    accept(page().suggestion)

    with pytest.raises(StaleAnswerError):
        accept(page().suggestion, base=0)


def test_what_needs_input_cannot_be_accepted(page, accept, scanned):
    scanned(**PASSING | {"root_no_access_keys": "unknown"})

    with pytest.raises(SuggestionChangedError):
        accept(page().suggestion)


def test_nothing_to_judge_is_accepted_with_its_reason(page, accept, scanned):
    scanned(root_no_access_keys="not_applicable", root_no_signing_certificates="not_applicable")

    answer = accept(page().suggestion)

    assert answer.status == "not_applicable"
    assert "Thing 0 says not_applicable." in answer.not_applicable_reason


def test_a_failing_scan_disagrees_with_met_and_says_how_many(page, accept, scanned):
    scanned(**PASSING)
    accept(page().suggestion)
    scanned(**PASSING | {"root_no_access_keys": ["fail", "fail", "fail"]})

    texts = [one.text for one in page().disagreements]

    assert "The answer is “met”, but the scan found 3 failing resources." in texts
    assert any("the scan now suggests “not met”" in text for text in texts)


def test_a_later_scan_that_agrees_raises_no_flag(page, accept, scanned):
    scanned(**PASSING)
    accept(page().suggestion)
    scanned(**PASSING)

    assert page().disagreements == []
