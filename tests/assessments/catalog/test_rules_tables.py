"""Boundaries of the rules about lists."""

from datetime import date, timedelta

import pytest

from assessments.catalog.rules import Given, tables

TODAY = date(2026, 11, 23)


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def said(rule, *, elsewhere=None, **values):
    result = rule.judge(Given(values, TODAY, elsewhere=elsewhere or {}))
    return None if result is None else (str(result.outcome), result.code)


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, ("incomplete", "missing")), (1, ("incomplete", "too_few")), (2, ("met", "few")), (3, ("met", "met"))],
)
def test_at_least(count, expected):
    rule = tables.AtLeast(field="people", count=2, better=3)

    assert said(rule, people=[{"name": "x"}] * count) == expected


def scenarios(*names):
    return [{"scenario": name, "date": ago(1)} for name in names]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), ("incomplete", "missing")),
        (("data_loss", "instance_failure"), ("not_met", "not_covered")),
        (("data_loss", "instance_failure", "az_failure"), ("met", "met")),
        (("az_failure", "az_failure", "data_loss", "instance_failure", "other"), ("met", "met")),
    ],
)
def test_covers(names, expected):
    rule = tables.Covers(field="tests", column="scenario", all_of=("data_loss", "instance_failure", "az_failure"))

    assert said(rule, tests=scenarios(*names)) == expected


def test_a_rule_on_rows_is_silent_without_rows():
    assert said(tables.RowsMaxAge(field="rows", column="date", days=5), rows=[]) is None


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, ("met", "met")), (365, ("met", "met")), (366, ("not_met", "too_old")), (-1, ("not_met", "date_in_future"))],
)
def test_age_of_each_row(days, expected):
    rule = tables.RowsMaxAge(field="rows", column="date", days=365)

    assert said(rule, rows=[{"date": ago(1)}, {"date": ago(days)}]) == expected


def test_a_row_without_its_date_is_incomplete():
    rule = tables.RowsMaxAge(field="rows", column="date", days=365)

    assert said(rule, rows=[{"date": ago(1)}, {"name": "x"}]) == ("incomplete", "missing")


def test_a_contradiction_is_told_before_a_gap():
    rule = tables.RowsMaxAge(field="rows", column="date", days=365)

    result = rule.judge(Given({"rows": [{}, {"date": ago(400)}]}, TODAY))

    assert result.outcome == "not_met"
    assert "row 2" in result.message
    assert "(1 more)" in result.message


@pytest.mark.parametrize(("days", "outcome"), [(0, "met"), (-1, "met"), (1, "not_met")])
def test_rows_not_expired(days, outcome):
    rule = tables.RowsNotExpired(field="rows", column="until")

    assert said(rule, rows=[{"until": ago(days)}])[0] == outcome


def test_a_row_may_have_no_end_only_where_that_is_said():
    assert said(tables.RowsNotExpired(field="rows", column="until"), rows=[{"a": 1}])[0] == "incomplete"
    assert said(tables.RowsNotExpired(field="rows", column="until", optional=True), rows=[{"a": 1}])[0] == "met"


@pytest.mark.parametrize(("answer", "outcome"), [(True, "met"), (False, "not_met"), (None, "incomplete")])
def test_rows_answer_is(answer, outcome):
    rule = tables.RowsAnswerIs(field="rows", column="ok", expected=True)

    assert said(rule, rows=[{"ok": True}, {"ok": answer, "x": "y"}])[0] == outcome


def test_where_looks_at_some_rows_only():
    rule = tables.RowsChoiceIn.model_validate(
        {"field": "rows", "column": "backup", "accepted": ["aws"], "where": {"column": "role", "any_of": ["primary"]}}
    )

    assert said(rule, rows=[{"role": "cache", "backup": "none"}, {"role": "primary", "backup": "aws"}])[0] == "met"
    assert said(rule, rows=[{"role": "primary", "backup": "none"}])[0] == "not_met"
    assert said(rule, rows=[{"role": "primary"}])[0] == "incomplete"


@pytest.mark.parametrize(
    ("value", "outcome"), [(0, "not_met"), (1, "met"), (1439, "met"), (1440, "not_met"), (None, "incomplete")]
)
def test_rows_number(value, outcome):
    rule = tables.RowsNumber(field="rows", column="rto", minimum=1, maximum=1439)

    assert said(rule, rows=[{"rto": value, "x": "y"}])[0] == outcome


def test_rows_filled():
    rule = tables.RowsFilled(field="rows", columns=("a", "b"))

    assert said(rule, rows=[{"a": "x", "b": 0}])[0] == "met"
    assert said(rule, rows=[{"a": "x"}])[0] == "incomplete"


def result_rule():
    return tables.RowsChoiceIn(field="tests", column="result", accepted=("passed",), newest_per="scenario")


def drill(days, result, scenario="az"):
    return {"scenario": scenario, "date": ago(days), "result": result}


@pytest.mark.parametrize(
    ("rows", "outcome"),
    [
        ([drill(20, "failed"), drill(10, "passed")], "met"),
        ([drill(10, "failed"), drill(20, "passed")], "not_met"),
        ([drill(10, "failed"), drill(10, "passed")], "not_met"),
        ([drill(20, "failed"), drill(10, "passed", "data")], "not_met"),
        ([{"scenario": "az", "result": "failed"}, drill(10, "passed")], "not_met"),
    ],
)
def test_the_newest_of_each_group_counts(rows, outcome):
    assert said(result_rule(), tests=rows)[0] == outcome


@pytest.mark.parametrize(("days", "outcome"), [(4, "met"), (5, "met"), (6, "not_met")])
def test_rows_not_older_than_a_change(days, outcome):
    rule = tables.RowsNotOlderThan(field="tests", column="date", event="change")

    assert said(rule, tests=[{"date": ago(days)}], change=ago(5))[0] == outcome


TARGETS = {"RES-001": {"rpo": {"value": 15, "unit": "minutes"}}, "RES-002": {"rto": {"value": 1, "unit": "hours"}}}


@pytest.mark.parametrize(
    ("rto", "rpo", "elsewhere", "expected"),
    [
        (60, 15, TARGETS, ("met", "met")),
        (61, 15, TARGETS, ("not_met", "target_missed")),
        (60, 16, TARGETS, ("not_met", "target_missed")),
        (0, 0, TARGETS, ("met", "met")),
        (None, 15, TARGETS, ("incomplete", "missing")),
        (60, None, TARGETS, ("incomplete", "missing")),
        (60, 15, {}, ("incomplete", "no_target")),
        (60, 15, {"RES-002": TARGETS["RES-002"]}, ("incomplete", "no_target")),
    ],
)
def test_rto_and_rpo_met_in_test(rto, rpo, elsewhere, expected):
    rule = tables.RtoAndRpoMetInTest(
        field="tests", rto_column="took", rpo_column="lost", rto="RES-002.rto", rpo="RES-001.rpo"
    )

    assert said(rule, tests=[{"took": rto, "lost": rpo, "x": "y"}], elsewhere=elsewhere) == expected
