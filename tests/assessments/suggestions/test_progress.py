"""How far an assessment is, and which sections count."""

from __future__ import annotations

import pytest

from assessments.models import Answer
from assessments.selectors.dashboard import workload_cards
from assessments.services.sections import overrule_section, restore_section
from assessments.suggestions.progress import Counts, assessment_progress
from ftrportal.common.database.tenancy import organization_context
from tests.assessments.conftest import make_case


def answer(case, key, status):
    Answer.objects.create(
        organization=case.workload.organization, assessment=case.assessment, requirement_key=key, status=status
    )


def test_counts_per_section_and_whole(in_acme, case):
    for key, status in [
        ("ARC-001", "met"),
        ("ARC-003", "not_met"),
        ("ARC-004", "not_sure"),
        ("SUP-001", "not_applicable"),
    ]:
        answer(case, key, status)

    progress = assessment_progress(case.assessment, case.edition)

    root = progress.section("root-account").counts
    assert (root.applicable, root.answered, root.met, root.not_met, root.not_sure, root.not_started) == (
        4,
        2,
        1,
        1,
        1,
        1,
    )
    assert progress.counts.answered == 3
    assert progress.counts.not_applicable == 1
    assert progress.counts.applicable == len(case.edition.requirements)
    assert progress.next_open.key == "WAFR-001"


@pytest.mark.parametrize(
    ("facts", "section"),
    [
        ({"handles_phi": False}, "phi"),
        ({"accesses_customer_accounts": False}, "cross-account"),
        ({"compliance_standards": ()}, "compliance"),
    ],
)
def test_a_section_that_the_facts_rule_out_does_not_count(world, facts, section):
    case = make_case(world.cai, **facts)
    with organization_context(world.acme.pk):
        state = assessment_progress(case.assessment, case.edition).section(section)

    assert not state.applies
    assert state.counts.applicable == 0
    assert state.mark == "not_applicable"
    assert state.reason


def test_what_nobody_knows_counts(in_acme, case):
    progress = assessment_progress(case.assessment, case.edition)

    assert all(state.applies for state in progress.sections)


def test_a_person_overrules_and_takes_it_back(in_acme, case):
    said = {"assessment": case.assessment, "section_key": "root-account", "actor": in_acme.cai.user}
    overrule_section(**said, applies=False, reason="Reviewed elsewhere")

    state = assessment_progress(case.assessment, case.edition).section("root-account")
    assert (state.applies, state.reason, state.counts.applicable) == (False, "Reviewed elsewhere", 0)

    overrule_section(**said, applies=True, reason="Changed my mind")
    assert assessment_progress(case.assessment, case.edition).section("root-account").applies

    restore_section(**said)
    assert assessment_progress(case.assessment, case.edition).section("root-account").override is None


def test_progress_takes_two_queries(in_acme, case, django_assert_num_queries):
    answer(case, "ARC-001", "met")

    with django_assert_num_queries(2):
        assessment_progress(case.assessment, case.edition)


def test_the_list_takes_as_many_queries_for_many_workloads_as_for_one(world, django_assert_max_num_queries):
    cases = [make_case(world.cai, name=f"Workload {number}") for number in range(5)]
    with organization_context(world.acme.pk):
        answer(cases[0], "ARC-001", "met")
        with django_assert_max_num_queries(9):
            cards = workload_cards(world.acme)

    assert [card.progress.counts.answered for card in cards] == [1, 0, 0, 0, 0]
    assert [card.accounts for card in cards] == [1] * 5


def test_a_hundred_percent_means_nothing_is_open():
    assert Counts.of(["met"] * 199 + ["not_started"]).percent == 99
    assert Counts.of(["met", "not_applicable"]).percent == 100
    assert Counts.of([]).is_complete
