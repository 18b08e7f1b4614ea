"""What is filled in comes back: stored as JSON, shown in words."""

import json
from datetime import date

import pytest

from assessments import catalog
from assessments.catalog import Field, Kind, Outcome, clean_fields, present_fields

SAMPLES = {
    Kind.TEXT: "Ada Lovelace",
    Kind.LONG_TEXT: "First line\nsecond line",
    Kind.DATE: "2026-03-12",
    Kind.BOOLEAN: "yes",
    Kind.EMAIL: "security@example.com",
    Kind.PHONE: "+49 30 1234567",
    Kind.URL: "https://example.com/runbook",
    Kind.NUMBER: "4",
    Kind.ACCOUNT_IDS: "111122223333 444455556666",
}


def sample(entry) -> str | list[str]:
    if entry.kind is Kind.CHOICE:
        return entry.choice_keys[0]
    if entry.kind is Kind.MULTI_CHOICE:
        return list(entry.choice_keys)
    return "1" * entry.digits if entry.digits else SAMPLES[entry.kind]


def form_of(field: Field) -> dict[str, str | list[str]]:
    name = f"field-{field.key}"
    if field.kind is Kind.DURATION:
        return {f"{name}-value": "4", f"{name}-unit": "hours"}
    if field.kind is Kind.ROWS:
        return {f"{name}-{row}-{column.key}": sample(column) for row in (0, 1) for column in field.columns}
    return {name: sample(field)}


@pytest.mark.parametrize("one", catalog.current_edition().requirements, ids=lambda one: one.key)
def test_a_filled_form_survives_storing_and_is_shown(one):
    raw = {name: value for field in one.fields for name, value in form_of(field).items()}

    values, errors = clean_fields(one, raw)
    stored = json.loads(json.dumps(values))

    assert errors == {}
    assert list(stored) == [field.key for field in one.fields]
    assert [shown.key for shown in present_fields(one, stored)] == list(stored)
    assert all(shown.text for shown in present_fields(one, stored))
    assert catalog.judge_fields(one, stored, today=date(2026, 11, 23)).outcome in (*Outcome, None)


def shown(key, field, value):
    return next(one for one in present_fields(catalog.requirement(key), {field: value}) if one.key == field)


@pytest.mark.parametrize(
    ("key", "field", "value", "text"),
    [
        ("RES-002", "rto", {"value": 4, "unit": "hours"}, "4 hours"),
        ("RES-002", "rto", {"value": 1, "unit": "days"}, "1 day"),
        ("RES-002", "rto", {"value": 90, "unit": "minutes"}, "90 minutes"),
        ("WAFR-001", "last_review_date", "2026-03-12", "12 Mar 2026"),
        ("WAFR-001", "lenses", ["ftr", "saas"], "Foundational Technical Review (FTR) lens, SaaS lens"),
        ("ARC-004", "root_keys_exist", False, "No"),
        ("SUP-001", "support_plan", "business_plus", "Business Support+"),
        ("SUP-001", "covered_accounts", ["111122223333", "444455556666"], "1111 2222 3333, 4444 5555 6666"),
        ("BAR-002", "data_loss", 1, "1 minute"),
        ("BAR-002", "data_loss", 0, "0 minutes"),
        ("CAA-005", "customers_total", 12345, "12,345"),
        ("ARC-005", "owner", "<b>Ada</b>", "<b>Ada</b>"),
    ],
)
def test_values_in_words(key, field, value, text):
    assert shown(key, field, value).text == text


def test_rows_come_as_a_table_and_as_text():
    table = shown("ARC-001", "custodians", [{"person": "Ada", "role": "CTO"}, {"person": "Ben"}])

    assert table.columns == ("Name", "Job title")
    assert table.rows == (("Ada", "CTO"), ("Ben", ""))
    assert table.text == "Name: Ada; Job title: CTO\nName: Ben"


def test_empty_fields_are_left_out():
    assert present_fields(catalog.requirement("ARC-001"), {"storage": "", "custodians": []}) == []


def test_a_value_whose_field_is_gone_stays_in_view():
    assert shown("ARC-001", "old_field", {"a": 1}).text == '{"a": 1}'


@pytest.mark.parametrize("value", ["2026-99-99", 5, {"x": 1}])
def test_a_value_that_no_longer_fits_is_shown_as_stored(value):
    text = value if isinstance(value, str) else json.dumps(value)

    assert shown("WAFR-001", "last_review_date", value).text == text


def test_an_option_that_is_gone_shows_its_key():
    assert shown("SUP-001", "support_plan", "gold").text == "gold"
