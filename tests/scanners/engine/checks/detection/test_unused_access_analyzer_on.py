"""One analyzer in any region is enough."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.watch_facts import NO_ANALYZER, analyzers, regional

CHECK = "unused_access_analyzer_on"

CASES = {
    "in one region": case("pass", regional(NO_ANALYZER, analyzers("ACCOUNT_UNUSED_ACCESS"))),
    "in one region, the other unread": case("pass", regional(analyzers("ORGANIZATION_UNUSED_ACCESS"), DENIED)),
    "none": case("review", regional(analyzers("ACCOUNT"))),
    "one that is being made": case("review", regional(analyzers("ACCOUNT_UNUSED_ACCESS", status="CREATING"))),
    "none, one region unread": case("unknown", regional(NO_ANALYZER, DENIED)),
    "denied": case("unknown", AnalyzerFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
