"""Running instances without a profile are a question."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.watch_facts import instances, regional

CHECK = "compute_uses_roles"

CASES = {
    "all have one": case("pass", regional(instances("arn:p", "arn:q"), instances())),
    "one has none": case("review", regional(instances("arn:p", ""), instances())),
    "a clean region beside": case("pass review", regional(instances("arn:p"), instances(""))),
    "operated by a service": case("not_applicable", regional(instances("", is_managed=True), instances())),
    "none": case("not_applicable", regional(instances())),
    "none, one region unread": case("unknown", regional(instances(), DENIED)),
    "one region unread": case("pass unknown", regional(instances("arn:p"), DENIED)),
    "denied": case("unknown", InstanceFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
