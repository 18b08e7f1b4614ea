"""From findings to a suggestion. A wrong "met" is the worst thing this product can do."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from assessments.suggestions.rollup import AccountInScope, CheckOfRequirement, Suggested, suggest, worst

A, B = "111122223333", "444455556666"
OUTCOMES = ("pass", "fail", "review", "not_applicable", "unknown")


@dataclass(frozen=True)
class Found:
    check_id: str
    outcome: str
    account_id: str = A
    reason: str = ""
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    run_id: uuid.UUID = field(default_factory=uuid.uuid4)
    observed_at: datetime = datetime(2026, 11, 1, tzinfo=UTC)


ONE_ACCOUNT = (AccountInScope(A),)


def decisive(name="one"):
    return CheckOfRequirement(name, name)


def status(outcomes, *, checks=None, accounts=ONE_ACCOUNT, fields_outcome=None):
    found = [Found("one", outcome) if isinstance(outcome, str) else outcome for outcome in outcomes]
    return suggest(checks or [decisive()], accounts, found, fields_outcome=fields_outcome).status


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        (["pass"], "met"),
        (["pass", "pass"], "met"),
        (["pass", "not_applicable"], "met"),
        (["fail"], "not_met"),
        (["pass", "fail"], "not_met"),
        (["fail", "unknown"], "not_met"),
        (["unknown"], "needs_input"),
        (["pass", "unknown"], "needs_input"),
        (["review"], "needs_input"),
        (["pass", "review"], "needs_input"),
        (["not_applicable"], "not_applicable"),
        ([], "needs_input"),
        (["pass", "a word nobody knows"], "needs_input"),
    ],
)
def test_outcomes_of_one_decisive_check(outcomes, expected):
    assert status(outcomes) == expected


def test_met_never_stands_beside_anything_but_pass_and_not_applicable():
    """Every combination of three outcomes over two decisive checks."""
    for combination in itertools.product(OUTCOMES, repeat=4):
        found = [Found("one" if number < 2 else "two", outcome) for number, outcome in enumerate(combination)]

        result = status(found, checks=[decisive("one"), decisive("two")])

        if result is Suggested.MET:
            assert set(combination) <= {"pass", "not_applicable"}
            assert "pass" in combination
        if "fail" in combination:
            assert result is Suggested.NOT_MET


@pytest.mark.parametrize(
    ("weight", "outcome"), [*(("advisory", one) for one in OUTCOMES), *(("supporting", one) for one in OUTCOMES[2:])]
)
def test_checks_that_do_not_decide_move_nothing(weight, outcome):
    side = CheckOfRequirement("side", "side", weight)

    assert status([Found("one", "pass"), Found("side", outcome)], checks=[decisive(), side]) == "met"
    assert status([Found("one", "fail"), Found("side", outcome)], checks=[decisive(), side]) == "not_met"


@pytest.mark.parametrize("outcome", ["pass", "not_applicable", "review"])
def test_a_supporting_check_that_fails_asks_for_a_person(outcome):
    side = CheckOfRequirement("side", "side", "supporting")

    assert status([Found("one", outcome), Found("side", "fail")], checks=[decisive(), side]) == "needs_input"
    assert status([Found("one", "fail"), Found("side", "fail")], checks=[decisive(), side]) == "not_met"


def test_only_advice_never_suggests_met():
    assert status(["pass"], checks=[CheckOfRequirement("one", "one", "advisory")]) == "needs_input"


def test_a_production_account_that_is_not_connected_needs_input():
    accounts = [AccountInScope(A), AccountInScope(B, "This account is not connected.")]

    suggestion = suggest([decisive()], accounts, [Found("one", "pass")])

    assert suggestion.status is Suggested.NEEDS_INPUT
    assert [(gap.account_id, gap.text) for gap in suggestion.gaps] == [(B, "This account is not connected.")]


def test_an_account_seen_too_long_ago_needs_input_and_its_failures_count():
    old = (AccountInScope(A, "The last scan of this account is old."),)

    assert status(["pass"], accounts=old) == "needs_input"
    assert status(["not_applicable"], accounts=old) == "needs_input"
    assert status(["fail"], accounts=old) == "not_met"


def test_a_failure_is_told_although_another_account_is_not_connected():
    accounts = [AccountInScope(A), AccountInScope(B, "This account is not connected.")]

    assert status(["fail"], accounts=accounts) == "not_met"


def test_a_check_that_the_last_scan_did_not_run_needs_input():
    assert status([Found("one", "pass")], checks=[decisive("one"), decisive("two")]) == "needs_input"


def test_no_production_account_needs_input():
    assert status([], accounts=()) == "needs_input"


def test_findings_of_accounts_out_of_scope_do_not_count():
    assert status([Found("one", "pass"), Found("one", "fail", account_id=B)]) == "met"
    assert status([Found("one", "pass", account_id=B)]) == "needs_input"


def test_findings_of_other_checks_do_not_count():
    assert status([Found("one", "pass"), Found("other", "fail")]) == "met"


def test_a_check_left_to_a_person_keeps_the_scan_from_saying_met():
    by_hand = CheckOfRequirement("doc", "doc", is_automated=False)

    assert status([Found("one", "pass")], checks=[decisive(), by_hand]) == "needs_input"


def test_typed_fields_stand_in_for_a_persons_check_only():
    by_hand = CheckOfRequirement("doc", "doc", is_automated=False)
    checks = [decisive(), by_hand]

    assert status([Found("one", "pass")], checks=checks, fields_outcome="met") == "met"
    assert status([Found("one", "unknown")], checks=checks, fields_outcome="met") == "needs_input"
    assert status([Found("one", "review")], checks=checks, fields_outcome="met") == "needs_input"
    assert status([Found("one", "fail")], checks=checks, fields_outcome="met") == "not_met"
    assert status([], checks=checks, fields_outcome="met") == "needs_input"
    assert status([], checks=[by_hand], fields_outcome="met") == "needs_input"


def test_typed_fields_that_contradict_keep_the_scan_from_saying_met():
    assert status(["pass"], fields_outcome="not_met") == "needs_input"


def test_failing_resources_are_counted_over_decisive_checks():
    side = CheckOfRequirement("side", "side", "supporting")
    found = [Found("one", "fail"), Found("one", "fail"), Found("one", "pass"), Found("side", "fail")]

    suggestion = suggest([decisive(), side], [AccountInScope(A)], found)

    assert suggestion.failing == 2
    assert suggestion.because == "2 resources fail a required check."
    assert [finding.outcome for finding in suggestion.checks[0].findings] == ["fail", "fail", "pass"]


def test_the_fingerprint_changes_with_what_was_found():
    finding = Found("one", "pass")
    same = suggest([decisive()], [AccountInScope(A)], [finding]).fingerprint

    assert suggest([decisive()], [AccountInScope(A)], [finding]).fingerprint == same
    assert suggest([decisive()], [AccountInScope(A)], [Found("one", "pass")]).fingerprint != same
    assert suggest([decisive()], [AccountInScope(A)], [finding, Found("one", "fail")]).fingerprint != same


def test_nothing_at_all_is_unknown():
    assert worst([]) == "unknown"
