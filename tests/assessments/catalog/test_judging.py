"""Whole requirements, judged as a person would fill them in."""

from datetime import date, timedelta

import pytest

from assessments import catalog
from assessments.catalog import Outcome

TODAY = date(2026, 11, 23)
HOUR = {"value": 1, "unit": "hours"}


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def judge(key, values, **elsewhere):
    others = {name.replace("_", "-"): value for name, value in elsewhere.items()}
    return catalog.judge_fields(catalog.requirement(key), values, today=TODAY, elsewhere=others)


def codes(judgement):
    return {result.code for result in judgement.results if result.outcome is not Outcome.MET}


@pytest.mark.parametrize("one", catalog.current_edition().requirements, ids=lambda one: one.key)
def test_nothing_filled_in_never_meets_a_requirement(one):
    assert catalog.judge_fields(one, {}, today=TODAY).outcome in (Outcome.INCOMPLETE, None)


def objective(value, unit):
    return {"rto": {"value": value, "unit": unit}, "approved_by": "Ada", "approved_on": ago(9)}


@pytest.mark.parametrize(
    ("value", "unit", "outcome"),
    [(4, "hours", "met"), (1439, "minutes", "met"), (24, "hours", "incomplete"), (1441, "minutes", "not_met")],
)
def test_rto_and_the_24_hour_ceiling(value, unit, outcome):
    assert judge("RES-002", objective(value, unit)).outcome == outcome


def test_an_rto_above_a_day_says_that_this_edition_keeps_the_ceiling():
    found = judge("DR-002", objective(25, "hours"))

    message = next(result.message for result in found.results if result.code == "above_limit")
    assert "25 hours" in message
    assert "Newer checklists removed the limit" in message


def test_a_critical_component_is_held_to_the_ceiling_too():
    values = objective(1, "hours") | {"components": [{"name": "API", "critical": True, "rto_minutes": 1440}]}

    assert judge("RES-002", values).outcome is Outcome.NOT_MET


def drills(**changes):
    row = {"date": ago(30), "result": "passed", "rto_minutes": 50, "rpo_minutes": 5} | changes
    return [row | {"scenario": name} for name in ("data_loss", "instance_failure", "az_failure")]


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, "met"),
        ({"date": ago(366)}, "not_met"),
        ({"date": ago(-1)}, "not_met"),
        ({"result": "partly"}, "not_met"),
        ({"rto_minutes": 61}, "not_met"),
        ({"rpo_minutes": 61}, "not_met"),
    ],
)
def test_disaster_recovery_test(changes, outcome):
    found = judge("RES-004", {"tests": drills(**changes)}, RES_001={"rpo": HOUR}, RES_002={"rto": HOUR})

    assert found.outcome == outcome


def test_disaster_recovery_test_needs_every_scenario_and_the_objectives():
    targets = {"RES_001": {"rpo": HOUR}, "RES_002": {"rto": HOUR}}

    assert codes(judge("RES-004", {"tests": drills()[:2]}, **targets)) == {"not_covered"}
    assert codes(judge("RES-004", {"tests": drills()})) == {"no_target"}
    assert codes(judge("RES-004", {"tests": drills(), "last_major_change": ago(3)}, **targets)) == {"older_than_change"}


@pytest.mark.parametrize(("days", "outcome"), [(92, "met"), (93, "not_met"), (-1, "not_met")])
def test_identity_audit_once_a_quarter(days, outcome):
    values = {"last_audit_date": ago(days), "scope": ["roles", "idp"], "auditor": "Ada"}

    assert judge("IAM-008", values, IAM_001={"human_access": ["federation"]}).outcome == outcome


def test_identity_audit_covers_what_is_in_use():
    values = {"last_audit_date": ago(1), "scope": ["roles", "idp"], "auditor": "Ada"}

    assert judge("IAM-008", values, IAM_001={"human_access": ["iam_users"]}).outcome is Outcome.NOT_MET
    assert judge("IAM-008", values).outcome is Outcome.INCOMPLETE


def test_well_architected_review_needs_the_lens():
    values = {"last_review_date": ago(10), "reviewer": "Ada", "lenses": ["wellarchitected"]}

    assert judge("WAFR-001", values).outcome is Outcome.NOT_MET
    assert judge("WAFR-001", values | {"lenses": ["wellarchitected", "ftr"]}).outcome is Outcome.MET


@pytest.mark.parametrize(("plan", "outcome"), [("developer", "not_met"), ("business", "met"), ("business_plus", "met")])
def test_support_plan(plan, outcome):
    assert judge("SUP-001", {"support_plan": plan, "covered_accounts": ["1" * 12]}).outcome == outcome


def test_support_by_a_partner_needs_a_running_contract():
    values = {"support_plan": "partner_led", "covered_accounts": ["1" * 12], "partner_name": "P"}

    assert judge("SUP-001", values).outcome is Outcome.INCOMPLETE
    assert judge("SUP-001", values | {"valid_until": ago(1)}).outcome is Outcome.NOT_MET
    assert judge("SUP-001", values | {"valid_until": ago(-1)}).outcome is Outcome.MET


def test_external_id_must_be_ours_and_fixed():
    assert judge("CAA-006", {"ui_editable": False, "api_editable": False}).outcome is Outcome.MET
    assert judge("CAA-006", {"ui_editable": False, "api_editable": True}).outcome is Outcome.NOT_MET
    assert judge("CAA-004", {"generated_by": "customer", "format": "uuid4"}).outcome is Outcome.NOT_MET


def test_an_exception_from_mfa_is_left_to_a_person():
    values = {"human_access": ["iam_users"], "exceptions": "The old administrator"}

    assert judge("IAM-001", values).outcome is Outcome.INCOMPLETE


def test_a_gap_is_told_once():
    found = judge("RES-002", {})

    fields = [field for result in found.results for field in result.fields]
    assert sorted(fields) == sorted(set(fields))


def test_borrowed_fields_are_named():
    assert catalog.borrowed_from(catalog.requirement("RES-004")) == {"RES-001", "RES-002"}
    assert catalog.borrowed_from(catalog.requirement("RES-002")) == frozenset()


def test_messages_name_fields_of_other_requirements_in_words():
    message = next(r.message for r in judge("RES-004", {"tests": drills()}).results if r.code == "no_target")

    assert "“Workload RTO” of RES-002" in message


@pytest.mark.parametrize("rto", ["4 hours", 4, {"value": "4", "unit": "hours"}, {"value": 4, "unit": []}, [], True])
def test_a_value_that_no_longer_fits_its_field_counts_as_empty(rto):
    values = objective(1, "hours") | {"rto": rto}

    assert judge("RES-002", values).outcome is Outcome.INCOMPLETE
    assert judge("RES-004", {"tests": drills()}, RES_001={"rpo": HOUR}, RES_002={"rto": rto}).outcome == "incomplete"


@pytest.mark.parametrize("tests", ["x", [1], [{"date": "yesterday"}], [{"scenario": "gone"}], [{"rto_minutes": "5"}]])
def test_rows_that_no_longer_fit_count_as_empty(tests):
    found = judge("RES-004", {"tests": tests}, RES_001={"rpo": HOUR}, RES_002={"rto": HOUR})

    assert codes(found) == {"missing"}


def test_two_rules_that_say_the_same_of_a_field_say_it_once():
    messages = [result.message for result in judge("CAA-001", {}).results]

    assert messages == ["Enter “Access method”."]
