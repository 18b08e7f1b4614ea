"""Experiments and drills of the last year."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.scanners.fact_builders import DENIED, Case, ago, assert_case, case
from tests.scanners.store_builders import drill, exercises, experiment, half

CHECK = "dr_exercises_recorded"

CASES = {
    "experiment": case("pass", *exercises(experiment())),
    "drill": case("pass", *exercises(drill())),
    "failed experiment": case("review", *exercises(experiment(status="failed"))),
    "a preview of an experiment": case("review", *exercises(replace(experiment(), is_preview=True))),
    "drill that launched half": case("review", *exercises(drill(launched=1))),
    "drill under way": case("review", *exercises(drill(status="STARTED"))),
    "drill of nothing": case("review", *exercises(drill(servers=0, launched=0))),
    "old": case("not_applicable", *exercises(experiment(days=400), drill(ended_at=ago(500)))),
    "drill without an end": case("not_applicable", *exercises(drill(ended_at=None))),
    "one of each": case("pass pass", *exercises(experiment(), experiment("f", "stopped"), drill())),
    "nothing": case("not_applicable", *exercises()),
    "drills refused": case("pass unknown", exercises(experiment())[0], DisasterRecoveryFacts=DENIED),
    "refused": case("unknown", FaultInjectionFacts=DENIED),
    "one region refused": case("unknown", half(exercises()[0].by_region["eu-west-1"]), exercises()[1]),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
