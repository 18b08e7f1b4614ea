"""The trail that carries the recording must validate."""

from __future__ import annotations

import pytest

from scanners.engine.facts import cloudtrail
from tests.scanners.fact_builders import DENIED, Case, ago, assert_case, case, trail, trail_status, trails

CHECK = "cloudtrail_validation_on"


def with_status(**changes: object) -> cloudtrail.TrailFacts:
    return trails(trail(status=trail_status(**changes)))


CASES = {
    "on": case("pass", trails(trail())),
    "off": case("fail", trails(trail(validates_files=False))),
    "digest error": case("fail", with_status(last_digest_error="AccessDenied")),
    "no digest for two days": case("fail", with_status(last_digest_at=ago(2))),
    "no digest yet": case("unknown", with_status(last_digest_at=None)),
    "a redundant one without": case(
        "pass review", trails(trail(), trail("b", is_multi_region=False, validates_files=False))
    ),
    "no trail": case("review", trails()),
    "trail unread": case("unknown", trails(trail(status=DENIED))),
    "denied": case("unknown", TrailFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
