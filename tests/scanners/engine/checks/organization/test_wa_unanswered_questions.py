"""One verdict per workload and lens."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.watch_facts import lens, regional, reviewed, reviews, risks

CHECK = "wa_unanswered_questions"
OPEN = lens(alias="saas", risks=risks(unanswered=3))

CASES = {
    "all answered": case("pass", regional(reviews(reviewed()), reviews())),
    "one lens open": case("pass review", regional(reviews(reviewed(reviews=(lens(), OPEN))), reviews())),
    "no lens": case("not_applicable", regional(reviews(reviewed(reviews=())), reviews())),
    "lenses unread": case("unknown", regional(reviews(reviewed(reviews=DENIED)), reviews())),
    "one region unread": case("pass unknown", regional(reviews(reviewed()), DENIED)),
    "no workload": case("not_applicable", regional(reviews())),
    "denied": case("unknown", ReviewFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
