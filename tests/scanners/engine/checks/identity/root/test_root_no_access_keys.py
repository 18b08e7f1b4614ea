"""The live summary decides; an old report can only show a key."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, account_facts, assert_case, case, key, report, summary

CHECK = "root_no_access_keys"

WITH_KEY = report(keys=(key(),))
CASES = {
    "none": case("pass", summary()),
    "none now, although an older report shows one": case("pass", summary(), WITH_KEY),
    "one": case("fail", summary(root_access_keys=1)),
    "summary refused, report shows one": case("fail", WITH_KEY, IamSummary=DENIED),
    "summary refused, report shows none": case("unknown", report(), IamSummary=DENIED),
    "summary without the count": case("unknown", summary(root_access_keys=None)),
    "nothing read": case("unknown"),
    "closed account": case("not_applicable", summary(root_access_keys=1), account_facts(state="CLOSED")),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
