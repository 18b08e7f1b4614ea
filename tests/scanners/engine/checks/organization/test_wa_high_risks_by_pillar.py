"""Counted in three pillars of AWS's own lens."""

from __future__ import annotations

import pytest

from scanners.engine.checks.organization.wa_high_risks_by_pillar import PILLARS
from scanners.engine.facts.wellarchitected import PillarRisks
from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.watch_facts import regional, reviewed, reviews, risks

CHECK = "wa_high_risks_by_pillar"


def pillars(*high: int) -> tuple[PillarRisks, ...]:
    found = tuple(PillarRisks(name, risks(count)) for name, count in zip(PILLARS, high, strict=False))
    return (*found, PillarRisks("costOptimization", risks(9)))


CASES = {
    "none in the three": case("pass", regional(reviews(reviewed(pillars=pillars(0, 0, 0))), reviews())),
    "one in security": case("review", regional(reviews(reviewed(pillars=pillars(1, 0, 0))), reviews())),
    "a pillar without figures": case("not_applicable", regional(reviews(reviewed(pillars=pillars(0, 0))), reviews())),
    "without AWS's lens": case("not_applicable", regional(reviews(reviewed(pillars=None)), reviews())),
    "one good, one unread": case(
        "pass unknown", regional(reviews(reviewed(pillars=pillars(0, 0, 0)), reviewed("b", pillars=DENIED)), reviews())
    ),
    "no workload": case("not_applicable", regional(reviews())),
    "no workload, one region unread": case("unknown", regional(reviews(), DENIED)),
    "denied": case("unknown", ReviewFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
