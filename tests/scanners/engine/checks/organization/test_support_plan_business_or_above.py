"""The Support API answers only paying accounts; who pays elsewhere must be asked."""

from __future__ import annotations

import pytest

from scanners.engine.facts import support
from tests.scanners.fact_builders import DENIED, Case, account_facts, assert_case, case, scope

CHECK = "support_plan_business_or_above"

YES = support.SupportFacts(True, ("low", "urgent", "critical"))
NO = support.SupportFacts(False, ())
CASES = {
    "answered": case("pass", YES, scope=scope(is_production=True)),
    "answered, stage not declared": case("review", YES),
    "refused for lack of a plan": case("fail", NO, scope=scope(is_production=True)),
    "no plan, stage not declared": case("review", NO),
    "no plan but a partner": case("review", NO, scope=scope(is_production=True, support_arrangement="partner_led")),
    "not a production account": case("not_applicable", NO, scope=scope(is_production=False)),
    "partition without the API": case("not_applicable", NO, scope=scope(partition="aws-cn", is_production=True)),
    "denied, not a production account": case("not_applicable", scope=scope(is_production=False), SupportFacts=DENIED),
    "no answer in a partition without the API": case(
        "not_applicable", scope=scope(partition="aws-us-gov", is_production=True), SupportFacts=DENIED
    ),
    "denied, a production account": case("unknown", scope=scope(is_production=True), SupportFacts=DENIED),
    "denied": case("unknown", SupportFacts=DENIED),
    "suspended account": case("not_applicable", NO, account_facts(state="SUSPENDED")),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
