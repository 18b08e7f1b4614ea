"""Facts survive the way to JSON and back, whatever they hold."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanners.engine.facts.account import AccountFacts
from scanners.engine.facts.cloudtrail import LakeFacts
from scanners.engine.facts.iam import IamSummary
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.roots import ROOT_FACTS
from scanners.engine.facts.serialize import StoredFactsError, facts_from_json, facts_to_json, from_json, to_json
from scanners.engine.facts.unknown import Reason, Unknown
from tests.scanners.any_facts import anything
from tests.scanners.fact_builders import DENIED, account_facts, summary


@pytest.mark.parametrize("kind", ROOT_FACTS, ids=lambda kind: kind.__name__)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_fact_comes_back_equal(kind: type, data: st.DataObject) -> None:
    fact = data.draw(anything(kind))

    stored = json.dumps(to_json(fact))

    assert from_json(kind, json.loads(stored)) == fact


def test_a_whole_scan_comes_back_equal() -> None:
    facts: dict[type, object] = {
        AccountFacts: account_facts(billing_contact=DENIED, security_contact=None),
        IamSummary: Unknown(Reason.THROTTLED, "iam:GetAccountSummary", "slow"),
        LakeFacts: Regional({"eu-west-1": LakeFacts(()), "us-east-1": DENIED}),
    }

    assert facts_from_json(json.loads(json.dumps(facts_to_json(facts)))) == facts


def test_a_class_of_another_version_is_left_out() -> None:
    assert facts_from_json({"FutureFacts": {"fact": {"~": "FutureFacts"}}}) == {}


def test_a_field_that_older_facts_lack_is_unknown_where_it_may_be() -> None:
    stored = to_json(account_facts())
    del stored["state"]

    assert from_json(AccountFacts, stored).state == Unknown(Reason.NOT_COLLECTED, "")


def test_a_field_that_cannot_be_unknown_must_be_there() -> None:
    stored = to_json(summary())
    del stored["users"]

    with pytest.raises(StoredFactsError, match="lacks users"):
        from_json(IamSummary, stored)


@pytest.mark.parametrize(
    "change",
    [
        {"created_at": "yesterday"},
        {"created_at": 7},
        {"state": ["ACTIVE"]},
        {"state": {"~": "Nothing"}},
        {"enabled_regions": "eu-west-1"},
        {"billing_contact": {"~": "Unknown", "reason": "mood", "action": "", "detail": ""}},
        {"~": "IamSummary"},
    ],
)
def test_what_does_not_fit_is_refused(change: dict[str, object]) -> None:
    stored = json.loads(json.dumps(to_json(account_facts()))) | change

    with pytest.raises(StoredFactsError):
        from_json(AccountFacts, stored)


@pytest.mark.parametrize("entry", [7, {"fact": 7}, {"fact": None}, {"regions": 7}, {}])
def test_an_odd_entry_is_refused(entry: object) -> None:
    with pytest.raises(StoredFactsError):
        facts_from_json({"IamSummary": entry})


def test_true_is_not_one() -> None:
    stored = to_json(summary()) | {"users": True}

    with pytest.raises(StoredFactsError):
        from_json(IamSummary, stored)


def test_an_object_that_is_no_fact_is_refused() -> None:
    with pytest.raises(TypeError):
        to_json({1, 2})
