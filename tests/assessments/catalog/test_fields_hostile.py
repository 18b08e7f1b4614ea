"""Form input is hostile: each refusal says what to do, and nothing odd is stored."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments import catalog
from assessments.catalog import FORM_WIDE, Requirement, clean_fields
from assessments.catalog.cleaning import FieldError, clean_duration, clean_value
from assessments.catalog.definitions import Entry

TODAY = date(2026, 11, 23)
RUNBOOK = catalog.requirement("ARC-005")
RTO = catalog.requirement("RES-002")
ROOT = catalog.requirement("ARC-001")
SUPPORT = catalog.requirement("SUP-001")


def entry(kind: str, **more) -> Entry:
    choices = [{"key": "a", "label": "A"}, {"key": "b", "label": "B"}] if "choice" in kind else []
    return Entry.model_validate({"key": "x", "label": "X", "kind": kind, "choices": choices, **more})


def refused(kind: str, sent, **more) -> str:
    with pytest.raises(FieldError) as caught:
        clean_value(entry(kind, **more), sent)
    return caught.value.messages[0]


@pytest.mark.parametrize("name", ["field-nope", "field-owner-value", "field-", "field-owner-0-date", "field-Owner"])
def test_unknown_fields_are_refused(name):
    _, errors = clean_fields(RUNBOOK, {name: "x"})

    assert "has no field" in errors[FORM_WIDE][0]


def test_an_unknown_name_is_not_echoed_whole():
    _, errors = clean_fields(RUNBOOK, {"field-" + "<b>" * 5000: "x"})

    assert len(errors[FORM_WIDE][0]) < 120


def test_names_of_the_rest_of_the_form_are_left_alone():
    assert clean_fields(RUNBOOK, {"csrfmiddlewaretoken": "x", "response": "\x00", "status": "met"}) == ({}, {})


@pytest.mark.parametrize(
    ("kind", "limit", "told"), [("text", 500, "the limit is 500"), ("long_text", 20_000, "Attach a file")]
)
def test_lengths_are_capped(kind, limit, told):
    assert clean_value(entry(kind), "x" * limit) == "x" * limit
    assert told in refused(kind, "x" * (limit + 1))
    assert told in refused(kind, "x" * 5_000_000)


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud800", "\u202e", "\u2066"])
@pytest.mark.parametrize("kind", ["text", "long_text"])
def test_control_characters_are_refused_with_advice(kind, character):
    message = refused(kind, f"a{character}b")

    assert f"U+{ord(character):04X}" in message
    assert "Remove it" in message


@pytest.mark.parametrize(
    "text", ["Zoë", "日本語", "👩‍🚀 crew", "<script>alert(1)</script>", "'; DROP TABLE --", "a\tb"]
)
def test_what_people_write_is_kept_as_it_is(text):
    assert clean_value(entry("text"), text) == text


def test_line_breaks_belong_to_long_text_only():
    assert clean_value(entry("long_text"), "a\r\nb\rc") == "a\nb\nc"
    assert "single line" in refused("text", "a\nb")
    assert "single line" in refused("text", "a\u2028b")


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "2026-13-01",
        "12.03.2026",
        "20260312",
        "2026-3-12",
        "1989-12-31",
        "2101-01-01",
        "0001-01-01",
        "９９９９-01-01",
        "２０２６-03-12",
        "2026-03-12T00:00",
        "tomorrow",
        "2026-W11-4",
        "-2026-03-12",
    ],
)
def test_odd_dates_are_refused(text):
    refused("date", text)


def test_dates_of_our_time_are_kept():
    assert clean_value(entry("date"), " 2024-02-29 ") == "2024-02-29"


@pytest.mark.parametrize("text", ["４", "1_000", "1.5", "1e3", "٤", "0x10", "+4", "four", "²", "9" * 40])
def test_numbers_are_plain_digits(text):
    assert "whole number in digits" in refused("number", text)


@pytest.mark.parametrize("text", ["-1", "11"])
def test_numbers_keep_to_their_range(text):
    assert "from 0 to 10" in refused("number", text, maximum=10)


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("0", "hours"),
        ("-4", "hours"),
        ("4", ""),
        ("4", "weeks"),
        ("4", "Hours"),
        ("4h", "hours"),
        ("４", "hours"),
        ("3650", "days"),
        ("87600", "hours"),
        ("5256000", "minutes"),
        ("9999999999", "days"),
        ("1e1", "days"),
    ],
)
def test_odd_durations_are_refused(value, unit):
    with pytest.raises(FieldError):
        clean_duration(value, unit)


@pytest.mark.parametrize(("value", "unit"), [("1", "minutes"), ("3649", "days"), ("5255999", "minutes")])
def test_durations_up_to_ten_years_are_kept(value, unit):
    assert clean_duration(value, unit) == {"value": int(value), "unit": unit}


def test_a_unit_alone_is_an_untouched_field():
    assert clean_fields(RTO, {"field-rto-value": "", "field-rto-unit": "hours"}) == ({}, {})


@pytest.mark.parametrize(
    "text",
    [
        "ada",
        "ada@",
        "@example.com",
        "ada@example",
        "ada@@example.com",
        "a b@example.com",
        "ada@exa mple.com",
        "ada@example.com, ben@example.com",
        "Ada <ada@example.com>",
        "ada@-example.com",
        "ada@example..com",
        ".ada@example.com",
        "ada@[127.0.0.1]",
        "a" * 65 + "@example.com",
        "ada@" + "a." * 130 + "com",
        "ada@exämple.com",
        "ada@\u212aelvin.com",
    ],
)
def test_odd_addresses_are_refused(text):
    assert "email address" in refused("email", text)


def test_addresses_are_kept_with_the_domain_in_small_letters():
    assert clean_value(entry("email"), "Ada+aws@Example.COM") == "Ada+aws@example.com"


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "ftp://example.com",
        "//example.com",
        "https://",
        "https:///x",
        "https://exa mple.com",
        'https://example.com/"onclick',
        "https://example.com/<b>",
        "https://user:secret@example.com",
        "https://[::1",
        "https://example.com:99999",
        "https://example.com\\@evil.org",
    ],
)
def test_odd_links_are_refused(text):
    refused("url", text)


@pytest.mark.parametrize("text", ["https://example.com/a?b=c#d", "http://wiki.internal:8080/x", "https://[::1]/x"])
def test_links_are_kept(text):
    assert clean_value(entry("url"), text) == text


@pytest.mark.parametrize("text", ["12345", "phone", "+49 30 123456 ext", "１２３４５６７８", "+" + "1" * 40])
def test_odd_telephone_numbers_are_refused(text):
    refused("phone", text)


@pytest.mark.parametrize(
    "text", ["11111111111", "1111111111111", "1111-2222-333", "11111111111 2222222222222", "１" * 12, "abc", "٣" * 12]
)
def test_account_ids_are_twelve_ascii_digits(text):
    assert "12 digits" in refused("account_ids", text)
    assert "12 digits" in refused("text", text, digits=12)


def test_account_ids_are_read_from_any_list_and_once_each():
    text = "111111111111, 222222222222\r\n111111111111;333333333333"

    assert clean_value(entry("account_ids"), text) == ["111111111111", "222222222222", "333333333333"]


@pytest.mark.parametrize(
    "text",
    ["1111 2222 3333", "1111-2222-3333", "111 122 223 333", "1111\u00a02222\u00a03333", "1111 2222 3333, 111122223333"],
)
def test_account_ids_are_taken_in_any_grouping(text):
    assert clean_value(entry("account_ids"), text) == ["111122223333"]
    assert clean_value(entry("text", digits=12), text.partition(",")[0]) == "111122223333"


def test_account_ids_between_blanks_may_be_grouped_or_not():
    text = "1111 2222 3333 444455556666 7777-8888-9999"

    assert clean_value(entry("account_ids"), text) == ["111122223333", "444455556666", "777788889999"]


def test_too_many_accounts_are_refused():
    assert "the limit is 200" in refused("account_ids", " ".join(f"{number:012}" for number in range(201)))


@pytest.mark.parametrize("sent", ["c", "A", "a b", "__class__"])
def test_choices_are_those_shown(sent):
    assert "not available" in refused("choice", sent)
    assert "not available" in refused("multi_choice", ["a", sent])


def test_multi_choice_is_stored_in_the_catalogues_order():
    assert clean_value(entry("multi_choice"), ["b", "a", "b", ""]) == ["a", "b"]
    assert clean_value(entry("multi_choice"), "b") == ["b"]


@pytest.mark.parametrize("sent", ["on", "1", "True", "maybe"])
def test_yes_or_no(sent):
    assert "Yes or No" in refused("boolean", sent)


def test_a_single_field_sent_twice_is_refused():
    _, errors = clean_fields(RUNBOOK, {"field-owner": ["Ada", "Ben"]})

    assert "more than once" in errors["owner"][0]


def row(number, **columns):
    return {f"field-root_use_log-{number}-{name}": value for name, value in columns.items()}


GOOD = {"date": "2026-11-01", "person": "Ada", "task": "support_plan", "reason": "r"}


def test_rows_keep_their_order_and_blank_ones_vanish():
    raw = {**row(10, **GOOD), **row(2, **{**GOOD, "person": "Ben"}), **row(3, date="", person=" ", task="", reason="")}

    values, errors = clean_fields(ROOT, raw)

    assert errors == {}
    assert [one["person"] for one in values["root_use_log"]] == ["Ben", "Ada"]


def test_a_half_filled_row_says_which_row_and_column():
    _, errors = clean_fields(ROOT, {**row(0, **GOOD), **row(7, date="2026-11-31", person="Ada")})

    told = errors["root_use_log"]
    assert "Use 2, Date: This date does not exist. Check the day and month." in told
    assert "Use 2, Reason: enter a value, or remove the row." in told


def test_at_most_100_rows_fit():
    hundred = {name: value for number in range(100) for name, value in row(number, **GOOD).items()}

    assert len(clean_fields(ROOT, hundred)[0]["root_use_log"]) == 100
    assert "the limit is 100" in clean_fields(ROOT, hundred | row(100, **GOOD))[1]["root_use_log"][0]


@pytest.mark.parametrize("number", ["-1", "x", "１", "99999", "0x1", ""])
def test_odd_row_numbers_are_unknown_fields(number):
    assert FORM_WIDE in clean_fields(ROOT, row(number, person="Ada"))[1]


def test_an_unknown_column_is_refused():
    assert FORM_WIDE in clean_fields(ROOT, row(0, secret="x"))[1]


def test_what_is_right_is_returned_beside_what_is_wrong():
    values, errors = clean_fields(SUPPORT, {"field-support_plan": "business", "field-valid_until": "soon"})

    assert values == {"support_plan": "business"}
    assert list(errors) == ["valid_until"]


def names(requirement: Requirement) -> list[str]:
    found = []
    for field in requirement.fields:
        found += [f"field-{field.key}", f"field-{field.key}-value", f"field-{field.key}-unit"]
        found += [f"field-{field.key}-0-{column.key}" for column in field.columns]
    return found


HOSTILE = st.one_of(st.text(max_size=40), st.sampled_from(["yes", "4", "hours", "2026-03-12", "business", "\ud800"]))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_whatever_is_sent_ends_as_plain_json_or_advice(data):
    requirement = data.draw(st.sampled_from(catalog.current_edition().requirements))
    keys = st.sampled_from([*names(requirement), "field-x"])
    raw = data.draw(st.dictionaries(keys, st.one_of(HOSTILE, st.lists(HOSTILE, max_size=3)), max_size=12))

    values, errors = clean_fields(requirement, raw)

    assert json.loads(json.dumps(values).encode("utf-8")) == values
    assert all(message for messages in errors.values() for message in messages)
    assert not set(values) & set(errors)
    catalog.present_fields(requirement, values)
    catalog.judge_fields(requirement, values, today=TODAY)
