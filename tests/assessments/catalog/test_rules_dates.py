"""Boundaries of the rules about days."""

from datetime import date, timedelta

import pytest

from assessments.catalog.rules import Given, dates

TODAY = date(2026, 11, 23)


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def said(rule, **values):
    result = rule.judge(Given(values, TODAY))
    return str(result.outcome), result.code


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, ("met", "met")),
        (334, ("met", "met")),
        (335, ("met", "soon_too_old")),
        (365, ("met", "soon_too_old")),
        (366, ("not_met", "too_old")),
        (-1, ("not_met", "date_in_future")),
    ],
)
def test_max_age_boundaries(days, expected):
    rule = dates.MaxAgeDays(field="day", days=365, warn_days=335)

    assert said(rule, day=ago(days)) == expected


def test_max_age_across_a_leap_day():
    rule = dates.MaxAgeDays(field="day", days=365)

    result = rule.judge(Given({"day": "2024-02-29"}, date(2025, 2, 28)))

    assert result.outcome == "met"


def test_an_empty_date_is_incomplete():
    assert said(dates.MaxAgeDays(field="day", days=365)) == ("incomplete", "missing")
    assert said(dates.DateNotInFuture(field="day"), day="") == ("incomplete", "missing")


@pytest.mark.parametrize(("days", "outcome"), [(0, "met"), (1, "met"), (-1, "not_met")])
def test_date_not_in_future(days, outcome):
    assert said(dates.DateNotInFuture(field="day"), day=ago(days))[0] == outcome


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, ("met", "expires_soon")), (-60, ("met", "expires_soon")), (-61, ("met", "met")), (1, ("not_met", "expired"))],
)
def test_not_expired_boundaries(days, expected):
    assert said(dates.NotExpired(field="day", warn_days=60), day=ago(days)) == expected


@pytest.mark.parametrize(
    ("test", "change", "expected"),
    [(5, 5, "met"), (4, 5, "met"), (6, 5, "not_met"), (6, -1, "not_met"), (6, None, "met")],
)
def test_a_test_counts_only_from_the_last_change_on(test, change, expected):
    rule = dates.NotOlderThan(field="test", event="change")
    values = {"test": ago(test), "change": ago(change) if change is not None else ""}

    assert said(rule, **values)[0] == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ("incomplete", "missing")),
        ({"left": 0}, ("met", "met")),
        ({"left": 3}, ("incomplete", "no_end_date")),
        ({"left": 3, "end": ago(-1)}, ("met", "met")),
        ({"left": 3, "end": ago(0)}, ("met", "met")),
        ({"left": 3, "end": ago(1)}, ("not_met", "end_date_passed")),
    ],
)
def test_retired_or_scheduled(values, expected):
    rule = dates.RetiredOrScheduled(remaining="left", ends_on="end")

    assert said(rule, **values) == expected


def test_messages_name_the_day_and_what_to_do():
    result = dates.MaxAgeDays(field="day", days=365).judge(Given({"day": "2025-03-12"}, TODAY))

    assert result.message == (
        "“day” is 12 Mar 2025, 621 days ago; the limit is 365 days. Repeat it and enter the new date."
    )


def test_one_day_is_counted_in_the_singular():
    yesterday = (TODAY - timedelta(days=1)).isoformat()

    result = dates.MaxAgeDays(field="day", days=365).judge(Given({"day": yesterday}, TODAY))

    assert "1 day ago" in result.message


def test_advice_never_decides():
    rule = dates.MaxAgeDays(field="day", days=5, advice=True, note="Better repeat it.")

    for values in ({"day": ago(6)}, {}):
        result = rule.judge(Given(values, TODAY))
        assert (result.outcome, result.warning) == ("met", True)
        assert result.message.endswith("Better repeat it.")


def test_a_condition_silences_the_rule():
    rule = dates.MaxAgeDays.model_validate({"field": "day", "days": 5, "when": {"field": "used", "any_of": [True]}})

    assert rule.judge(Given({"used": False}, TODAY)) is None
    assert rule.judge(Given({}, TODAY)) is None
    assert rule.judge(Given({"used": True}, TODAY)).outcome == "incomplete"
