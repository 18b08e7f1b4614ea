"""What typed answers must hold to count as a declaration."""

from __future__ import annotations

from datetime import date

import pytest

from assessments.catalog.load import current_edition
from assessments.models import Workload
from assessments.selectors.declared import DECLARING, FACTS, PLACES, WORKLOAD, declared_by
from assessments.selectors.declared_source import Said, Source
from scanners.selectors.declarations.strictest import SOURCED
from scanners.selectors.declarations.uses import DECLARED_FACTS, Asked

HERE, OTHER, VENDOR = "111122223333", "444455556666", "999999999999"
TODAY = date(2026, 6, 1)


def said(fact, *, workload=None, account=HERE, is_production=True, **values):
    """One fact, from values given as REQUIREMENT={...} with an underscore for the dash."""
    given = {key.replace("_", "-"): fields for key, fields in values.items()}
    source = Source(workload or Workload(name="Shop"), given, account, is_production, TODAY)
    return declared_by(source).get(fact)


def provider(**changes):
    return {"name": "Okta", "mfa_enforced": True, "captured_on": "2026-05-01", **changes}


def public(**changes):
    row = {"bucket": "site", "purpose": "web", "access": "public_read", "approver": "Ada", "reviewed_on": "2026-05-01"}
    return {**row, **changes}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"idp": [provider()]}, Said(True, date(2027, 5, 1))),
        ({"idp": [provider(), provider(captured_on="2026-01-01")]}, Said(True, date(2027, 1, 1))),
        ({"idp": [provider(), provider(mfa_enforced=False)]}, Said(False)),
        ({"idp": [provider(captured_on="2026-06-02")]}, None),
        ({"idp": [provider(captured_on=None)]}, None),
        ({"idp": [provider()], "exceptions": "The board"}, None),
    ],
)
def test_mfa_of_providers_is_attested_for_a_year_from_the_oldest_look(fields, expected):
    assert said("is_federation_mfa_enforced", IAM_001=fields) == expected


PARTNER = {"support_plan": "partner_led", "partner_name": "P", "valid_until": "2026-12-31", "covered_accounts": [HERE]}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (PARTNER, Said("partner_led", date(2026, 12, 31))),
        ({**PARTNER, "valid_until": None}, None),
        ({**PARTNER, "partner_name": ""}, None),
        ({**PARTNER, "covered_accounts": [OTHER]}, None),
        (
            {"support_plan": "basic", "action_plan": "We buy it", "action_plan_by": "2026-07-01"},
            Said("action_plan", date(2026, 7, 1)),
        ),
        ({"support_plan": "basic", "action_plan": "We buy it"}, None),
        ({"support_plan": "business"}, None),
    ],
)
def test_another_support_arrangement_needs_an_end_and_covers_only_its_accounts(fields, expected):
    assert said("support_arrangement", SUP_001=fields) == expected


@pytest.mark.parametrize(
    ("row", "names", "against"),
    [
        (public(), ["site"], []),
        (public(access="public_list"), ["site"], []),
        (public(access="public_write"), [], ["site"]),
        (public(approver=""), None, None),
        (public(reviewed_on="2026-06-02"), None, None),
        (public(reviewed_on="nonsense"), None, None),
    ],
)
def test_a_public_bucket_counts_with_a_whole_review_of_reading(row, names, against):
    found = said("reviewed_public_buckets", S3_001={"public_buckets": [row]})

    assert (found and [one["name"] for one in found.value["names"]]) == names
    assert (found and found.value["not"]) == against
    if names:
        assert found.value["names"][0]["until"] == "2027-05-01"


@pytest.mark.parametrize(
    ("person", "counts"),
    [("Ada Lovelace", True), ("Ada, Ben", False), ("Ada and Ben", False), ("Platform team", False), ("", False)],
)
def test_a_user_belongs_to_one_person(person, counts):
    found = said("person_user_names", IAM_004={"person_map": [{"user": "ada", "person": person}]})

    assert (found is not None) is counts


def test_users_count_in_their_own_account_and_shared_ones_nowhere():
    rows = [{"user": "ada", "person": "Ada"}, {"user": "ben", "person": "Ben", "account_id": OTHER}]
    fields = {"person_map": rows, "shared_identities": [{"name": "ops"}]}

    assert said("person_user_names", IAM_004=fields).value == {
        "names": [{"name": "ada", "until": None}],
        "not": ["ops"],
    }


@pytest.mark.parametrize(
    ("answer", "kinds", "accounts", "expected"),
    [
        (None, [], None, None),
        (False, [], None, Said(False)),
        (False, ["pii"], None, Said(False)),
        (False, ["phi"], None, None),
        (None, ["phi"], None, Said(True)),
        (True, [], None, Said(True)),
        (True, [], [HERE], Said(True)),
        (True, [], [OTHER], Said(False)),
    ],
)
def test_health_data_by_the_workload_its_inventory_and_its_accounts(answer, kinds, accounts, expected):
    inventory = {"inventory": [{"store": "db", "data_types": kinds}]}

    found = said(
        "handles_phi",
        workload=Workload(name="Shop", handles_phi=answer),
        SDAT_001=inventory,
        BAABP_001={"phi_accounts": accounts},
    )

    assert found == expected


REGISTER = [{"account_id": HERE, "stage": "prod"}, {"account_id": OTHER, "stage": "dev"}]


def test_the_register_names_own_accounts_and_no_vendor():
    vendors = {"vendors": [{"name": "V", "account_id": VENDOR}]}
    rows = [*REGISTER, {"account_id": VENDOR, "stage": "prod"}, {"account_id": "", "stage": "prod"}]

    found = said("own_accounts", ACCT_001={"register": rows}, IAM_005=vendors)

    assert found.value == [{"id": HERE, "stage": "production"}, {"id": OTHER, "stage": "non_production"}]


@pytest.mark.parametrize(
    ("rows", "is_production", "stages"),
    [
        ([], True, ["production"]),
        ([], False, None),
        (REGISTER[:1], True, ["production"]),
        ([{"account_id": HERE, "stage": "dev"}], True, ["non_production", "production"]),
        ([{"account_id": HERE, "stage": "dev"}], False, ["non_production"]),
    ],
)
def test_an_account_that_the_workload_calls_production_is_one(rows, is_production, stages):
    """Answers count it as such, so no check may leave it out because something else is said elsewhere."""
    found = said("own_accounts", ACCT_001={"register": rows}, is_production=is_production)

    assert (found and [one["stage"] for one in found.value]) == stages


@pytest.mark.parametrize(
    ("rows", "reason", "expected"),
    [
        (REGISTER[:1], "We test at home", Said(True)),
        (REGISTER[:1], "", None),
        (REGISTER, "We test at home", Said(False)),
        ([], "We test at home", None),
    ],
)
def test_no_other_stage_needs_a_reason_and_a_register_without_one(rows, reason, expected):
    assert said("has_no_other_stage", ACCT_001={"register": rows, "no_nonprod_reason": reason}) == expected


@pytest.mark.parametrize(
    ("fields", "is_production", "expected"),
    [
        ({"rpo": {"value": 4, "unit": "hours"}}, True, Said(240)),
        ({"rpo": {"value": 4, "unit": "hours"}, "components": [{"rpo_minutes": 15}, {}]}, True, Said(15)),
        ({"rpo": {"value": 4, "unit": "hours"}}, False, None),
        ({}, True, None),
    ],
)
def test_the_shortest_objective_binds_production(fields, is_production, expected):
    assert said("rpo_minutes", is_production=is_production, RES_001=fields) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"events": ["read", "change"], "application_log": "Every read"}, Said(True)),
        ({"events": ["change"], "application_log": "Changes"}, Said(False)),
        ({"events": ["read"]}, Said(False)),
        ({}, None),
    ],
)
def test_the_products_own_log_counts_if_it_records_reads(fields, expected):
    assert said("logs_access_itself", SDAT_004=fields) == expected


@pytest.mark.parametrize(
    ("day", "expected"), [("2026-04-01", Said("2026-04-01", date(2026, 7, 2))), ("2026-06-02", None), ("x", None)]
)
def test_an_audit_counts_for_a_quarter_and_not_before_it_was_done(day, expected):
    assert said("identity_audit_at", IAM_008={"last_audit_date": day}) == expected


@pytest.mark.parametrize("strange", [None, "text", 7, [1, "a", None], {"a": 1}])
def test_values_of_another_shape_declare_nothing_and_break_nothing(strange):
    values = {key: dict.fromkeys(_fields(key), strange) for key in DECLARING}
    source = Source(Workload(name="Shop"), values, HERE, True, TODAY)

    assert isinstance(declared_by(source), dict)


def _fields(key):
    return current_edition().by_name[key].fields_by_key


def test_every_fact_that_a_questionnaire_is_asked_for_has_its_one_place():
    asked = {name for name, fact in DECLARED_FACTS.items() if fact.asked is Asked.QUESTIONNAIRE}

    assert set(PLACES) == asked == SOURCED
    assert len(PLACES) == len(FACTS)
    assert {place for place in PLACES.values() if place != WORKLOAD} <= set(current_edition().by_name)
    assert set(current_edition().by_name) >= DECLARING


def test_every_field_that_is_read_stands_in_the_catalogue():
    """A field that is renamed there would silently declare nothing."""
    read = {
        "SUP-001": ["support_plan", "partner_name", "valid_until", "covered_accounts", "action_plan", "action_plan_by"],
        "WAFR-001": ["workload_name"],
        "ACCT-001": ["register", "no_nonprod_reason"],
        "IAM-001": ["idp", "exceptions", "human_access"],
        "IAM-002": ["has_static_credentials"],
        "IAM-004": ["person_map", "shared_identities"],
        "IAM-005": ["third_parties", "vendors"],
        "IAM-008": ["last_audit_date"],
        "RES-001": ["rpo", "components"],
        "S3-001": ["public_buckets"],
        "SDAT-001": ["inventory"],
        "SDAT-004": ["events", "application_log"],
        "BAABP-001": ["phi_accounts"],
    }

    assert set(read) == DECLARING
    assert [(key, name) for key, names in read.items() for name in names if name not in _fields(key)] == []
