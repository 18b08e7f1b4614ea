"""An active addendum for this account or its organization."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scanners.engine.facts.artifact import AgreementFacts
from tests.scanners.fact_builders import DENIED, NOW, VENDOR, Case, ago, assert_case, case, scope
from tests.scanners.watch_facts import agreement

CHECK = "baa_active"
PHI = scope(handles_phi=True)


def found(expected: str, **changes: object) -> Case:
    return case(expected, AgreementFacts((agreement(**changes),)), scope=PHI)


CASES = {
    "in force": found("pass"),
    "for the organization": found("pass", account_id="", organization_arn="arn:aws:organizations::1:organization/o-1"),
    "by its short name": found("pass", name="AWS Organizations BAA"),
    "of another account": found("review", account_id=VENDOR),
    "with own wording": found("review", kind="CUSTOM"),
    "with an end": found("review", effective_end=ago(-30)),
    "not begun yet": found("review", effective_start=NOW + timedelta(days=1)),
    "ended": found("unknown", state="CUSTOMER_TERMINATED"),
    "another agreement": found("unknown", name="AWS Enterprise Agreement"),
    "none listed": case("unknown", AgreementFacts(()), scope=PHI),
    "health data not declared": case("review", AgreementFacts((agreement(),))),
    "no health data": case("not_applicable", AgreementFacts(()), scope=scope(handles_phi=False)),
    "one good, one with own wording": case(
        "pass review", AgreementFacts((agreement(), agreement(kind="CUSTOM"))), scope=PHI
    ),
    "denied": case("unknown", scope=PHI, AgreementFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
