"""Advisory: a key of one's own."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case, trail, trails

CHECK = "cloudtrail_kms"

CASES = {
    "key": case("pass", trails(trail(kms_key="arn:aws:kms:eu-west-1:111111111111:key/1"))),
    "default": case("review", trails(trail())),
    "one of each": case("pass review", trails(trail(), trail("b", kms_key="arn:k"))),
    "no trail": case("not_applicable", trails()),
    "denied": case("unknown", TrailFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
