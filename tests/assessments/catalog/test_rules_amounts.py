"""Boundaries of the rules about numbers and lengths of time."""

from datetime import date

import pytest

from assessments.catalog.rules import Given, amounts

TODAY = date(2026, 11, 23)


def said(rule, *, elsewhere=None, **values):
    result = rule.judge(Given(values, TODAY, elsewhere=elsewhere or {}))
    return str(result.outcome), result.code


def length(value, unit):
    return {"value": value, "unit": unit}


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (1, "minutes", ("met", "met")),
        (4, "hours", ("met", "met")),
        (241, "minutes", ("met", "near_limit")),
        (1439, "minutes", ("met", "near_limit")),
        (1440, "minutes", ("incomplete", "at_limit")),
        (24, "hours", ("incomplete", "at_limit")),
        (1, "days", ("incomplete", "at_limit")),
        (1441, "minutes", ("not_met", "above_limit")),
        (25, "hours", ("not_met", "above_limit")),
        (2, "days", ("not_met", "above_limit")),
    ],
)
def test_the_24_hour_ceiling_in_every_unit(value, unit, expected):
    rule = amounts.DurationAtMost(field="rto", hours=24, warn_hours=4, at_limit="ask")

    assert said(rule, rto=length(value, unit)) == expected


def test_the_limit_itself_is_met_where_nobody_has_to_ask():
    rule = amounts.DurationAtMost(field="time", hours=72)

    assert said(rule, time=length(3, "days")) == ("met", "met")
    assert said(rule, time=length(4321, "minutes")) == ("not_met", "above_limit")
    assert said(rule) == ("incomplete", "missing")


@pytest.mark.parametrize(("days", "outcome"), [(89, "not_met"), (90, "met"), (91, "met")])
def test_duration_at_least(days, outcome):
    assert said(amounts.DurationAtLeast(field="kept", days=90), kept=length(days, "days"))[0] == outcome


@pytest.mark.parametrize(("minutes", "outcome"), [(59, "met"), (60, "met"), (61, "not_met")])
def test_measured_time_against_a_target_of_another_requirement(minutes, outcome):
    rule = amounts.WithinTarget(field="time", target="RES-002.rto")
    elsewhere = {"RES-002": {"rto": length(1, "hours")}}

    assert said(rule, time=length(minutes, "minutes"), elsewhere=elsewhere)[0] == outcome


def test_without_a_target_nothing_is_met():
    rule = amounts.WithinTarget(field="time", target="RES-002.rto")

    assert said(rule, time=length(1, "minutes")) == ("incomplete", "no_target")


def test_no_loss_at_all_is_a_number():
    rule = amounts.WithinTarget(field="loss", target="RES-001.rpo")

    assert said(rule, loss=0, elsewhere={"RES-001": {"rpo": length(5, "minutes")}}) == ("met", "met")


@pytest.mark.parametrize(("count", "outcome"), [(0, "not_met"), (1, "not_met"), (2, "met")])
def test_number_at_least(count, outcome):
    assert said(amounts.NumberAtLeast(field="members", minimum=2), members=count)[0] == outcome


@pytest.mark.parametrize(("count", "outcome"), [(0, "met"), (1, "not_met")])
def test_number_at_most(count, outcome):
    assert said(amounts.NumberAtMost(field="open", maximum=0), open=count)[0] == outcome


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ({"a": 3, "b": 3}, "met"),
        ({"a": 0, "b": 0}, "met"),
        ({"a": 2, "b": 3}, "not_met"),
        ({"a": 4, "b": 3}, "not_met"),
        ({"a": 0}, "incomplete"),
        ({"b": 0}, "incomplete"),
    ],
)
def test_numbers_equal(values, outcome):
    assert said(amounts.NumbersEqual(field="a", other="b"), **values)[0] == outcome


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ("incomplete", "missing")),
        ({"hash": "plain"}, ("not_met", "weak_hash")),
        ({"hash": "argon2id"}, ("incomplete", "missing")),
        ({"hash": "argon2id", "memory": 19}, ("incomplete", "missing")),
        ({"hash": "argon2id", "memory": 18, "cost": 2}, ("not_met", "weak_hash_parameters")),
        ({"hash": "argon2id", "memory": 19, "cost": 1}, ("not_met", "weak_hash_parameters")),
        ({"hash": "argon2id", "memory": 19, "cost": 2}, ("met", "met")),
        ({"hash": "bcrypt", "cost": 9}, ("not_met", "weak_hash_parameters")),
        ({"hash": "bcrypt", "cost": 10}, ("met", "met")),
    ],
)
def test_password_hashes(values, expected):
    rule = amounts.PasswordHashAtLeast(
        algorithm="hash", minimums={"argon2id": {"memory": 19, "cost": 2}, "bcrypt": {"cost": 10}}
    )

    assert said(rule, **values) == expected
