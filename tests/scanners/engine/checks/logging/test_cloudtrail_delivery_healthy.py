"""A trail that logs must also deliver."""

from __future__ import annotations

import pytest

from scanners.engine.facts import cloudtrail
from tests.scanners.fact_builders import DENIED, Case, ago, assert_case, case, trail, trail_status, trails

CHECK = "cloudtrail_delivery_healthy"


def with_status(**changes: object) -> cloudtrail.TrailFacts:
    return trails(trail(status=trail_status(**changes)))


CASES = {
    "today": case("pass", trails(trail())),
    "an error": case("fail", with_status(last_delivery_error="NoSuchBucket")),
    "nothing for two days": case("fail", with_status(last_delivery_at=ago(2))),
    "never, though old": case("fail", with_status(last_delivery_at=None)),
    "never, but just started": case("unknown", with_status(last_delivery_at=None, started_at=ago(0.01))),
    "no trail": case("not_applicable", trails()),
    "status refused": case("unknown", trails(trail(status=DENIED))),
    "denied": case("unknown", TrailFacts=DENIED),
    "one good, one broken": case(
        "fail pass", trails(trail(), trail("other", status=trail_status(last_delivery_error="AccessDenied")))
    ),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
