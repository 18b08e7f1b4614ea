"""Which sections bind follows from the workload; what nobody said binds."""

import pytest

from assessments import catalog
from assessments.catalog import WorkloadFacts, requirement_applies, section_applies

EDITION = catalog.current_edition()
NO = WorkloadFacts(
    handles_phi=False, accesses_customer_accounts=False, stores_customer_credentials=False, compliance_standards=()
)
YES = WorkloadFacts(
    handles_phi=True, accesses_customer_accounts=True, stores_customer_credentials=True, compliance_standards=("SOC 2",)
)


def applying(facts: WorkloadFacts) -> list[int]:
    return [section.number for section in EDITION.sections if section_applies(section, facts).applies]


def test_everything_binds_while_nothing_is_known():
    assert applying(WorkloadFacts()) == list(range(1, 15))


def test_everything_binds_when_all_is_said():
    assert applying(YES) == list(range(1, 15))


def test_conditional_sections_fall_away():
    assert applying(NO) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12]


@pytest.mark.parametrize(("facts", "applies"), [(NO, False), (YES, True), (WorkloadFacts(), True)])
def test_stored_credentials_bind_one_requirement_only(facts, applies):
    section = EDITION.sections_by_key["identity"]

    bound = {one.key: requirement_applies(one, section, facts).applies for one in section.requirements}

    assert bound.pop("IAM-011") is applies
    assert set(bound.values()) == {True}


def test_a_requirement_falls_away_with_its_section():
    section = EDITION.sections_by_key["phi"]

    found = requirement_applies(section.requirements[0], section, NO)

    assert not found.applies
    assert found.reason == "The workload does not handle protected health information."


def test_an_unknown_fact_says_where_to_settle_it():
    found = section_applies(EDITION.sections_by_key["phi"], WorkloadFacts())

    assert found.applies
    assert "on the workload page" in found.reason


def test_each_case_has_its_own_reason():
    section = EDITION.sections_by_key["compliance"]

    reasons = {section_applies(section, facts).reason for facts in (YES, NO, WorkloadFacts())}

    assert len(reasons) == 3
