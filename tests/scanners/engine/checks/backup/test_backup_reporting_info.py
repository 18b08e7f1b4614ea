"""Report plans where there are backup plans."""

from __future__ import annotations

import pytest

from scanners.engine.facts.regional import Regional
from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.store_builders import backup_facts, half, here, plan

CHECK = "backup_reporting_info"
GOOD = backup_facts(plans=(plan(),), report_plans=("arn:aws:backup:x",))

CASES = {
    "reported": case("pass", here(GOOD)),
    "not reported": case("review", here(backup_facts(plans=(plan(),)))),
    "no plan": case("not_applicable", here(backup_facts())),
    "reports refused": case("unknown", here(backup_facts(plans=(plan(),), report_plans=DENIED))),
    "plans refused": case("unknown", here(backup_facts(plans=DENIED))),
    "one of each": case("pass review", Regional({"a": GOOD, "b": backup_facts(plans=(plan(),)), "c": backup_facts()})),
    "refused": case("unknown", BackupFacts=DENIED),
    "one region refused": case("pass unknown", half(GOOD)),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
