"""Several workloads in one account: what asks for more wins, what asks for less needs everybody."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from scanners.engine.scope import Declarations
from scanners.selectors.declarations.strictest import SOURCED, last_days, strictest

TODAY = date(2026, 6, 1)
SILENT: dict = {}


def says(value, until=None, **parts):
    return {"value": value, "until": until, "place": "", "by": "Ada", "at": "", **parts}


def merged(fact, *values):
    """The merged value of one fact; None among the values is a source that does not answer."""
    return strictest([SILENT if value is None else {fact: says(value)} for value in values], TODAY).get(fact)


@pytest.mark.parametrize(
    ("fact", "values", "expected"),
    [
        ("handles_phi", [True, False], True),
        ("handles_phi", [True, None], True),
        ("handles_phi", [False, False], False),
        ("handles_phi", [False, None], None),
        ("handles_phi", [], None),
        ("reaches_customer_accounts", [False, True], True),
        ("has_third_parties", [False, None], None),
        ("has_static_credentials", [False, True], True),
        ("is_federation_mfa_enforced", [True, False], False),
        ("is_federation_mfa_enforced", [True, None], None),
        ("is_federation_mfa_enforced", [True, True], True),
        ("logs_access_itself", [True, False], False),
        ("has_no_other_stage", [True, None], None),
        ("has_no_other_stage", [True], True),
        ("rpo_minutes", [240, 60, None], 60),
        ("rpo_minutes", [0, 60], 0),
        ("support_arrangement", ["partner_led", "action_plan"], "action_plan"),
        ("support_arrangement", ["partner_led", None], None),
        ("support_arrangement", ["partner_led"], "partner_led"),
        ("reviewed_workloads", [["a"], ["b"]], ("a", "b")),
        ("reviewed_workloads", [["a"], None], None),
        ("human_access", [["iam_users"], ["federation"], None], ("federation", "iam_users")),
        ("identity_audit_at", ["2026-01-10", "2026-03-10", None], datetime(2026, 3, 10, tzinfo=UTC)),
    ],
)
def test_the_strictest_wins(fact, values, expected):
    assert merged(fact, *values) == expected


def names(*said, against=()):
    return {"names": [{"name": name, "until": until} for name, until in said], "not": list(against)}


def test_a_name_counts_as_long_as_its_own_review_and_while_nobody_speaks_against_it():
    first = names(("site", "2026-06-01"), ("old", "2026-05-31"), ("disputed", None))

    assert merged("reviewed_public_buckets", first, None) == ("disputed", "site")
    assert merged("reviewed_public_buckets", first, names(against=["disputed"])) == ("site",)


@pytest.mark.parametrize(("until", "expected"), [("2026-06-01", True), ("2026-05-31", None), (None, True)])
def test_a_declaration_past_its_last_day_counts_as_not_given(until, expected):
    source = {"is_federation_mfa_enforced": says(True, until)}

    assert strictest([source], TODAY).get("is_federation_mfa_enforced") is expected


def test_an_expired_no_no_longer_helps_the_others_either():
    sources = [{"handles_phi": says(False, "2026-01-01")}, {"handles_phi": says(False)}]

    assert "handles_phi" not in strictest(sources, TODAY)


def test_two_stages_of_one_account_stay_two():
    both = merged("own_accounts", [{"id": "1", "stage": "production"}], [{"id": "1", "stage": "non_production"}])

    assert both == (("1", "non_production"), ("1", "production"))


def test_every_last_day_is_known_also_those_of_single_names():
    entry = says(names(("a", "2026-07-01"), ("b", None)), "2026-08-01")

    assert sorted(last_days(entry)) == [date(2026, 7, 1), date(2026, 8, 1)]


def test_what_is_merged_are_declarations_and_strange_entries_count_for_nothing():
    assert set(Declarations.__dataclass_fields__) >= SOURCED
    assert strictest([{"handles_phi": "yes", "nonsense": says(True)}], TODAY) == {}
