"""Automated snapshots."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.store_builders import SERVERLESS, declared, half, warehouse, warehouses

CHECK = "redshift_backups"

CASES = {
    "week": case("pass", warehouses(warehouse())),
    "none": case("fail", warehouses(warehouse(snapshot_days=0))),
    "none, declared reproducible": case(
        "not_applicable", warehouses(warehouse(snapshot_days=0)), scope=declared(warehouse().arn, role="artefact")
    ),
    "serverless": case("pass", warehouses(SERVERLESS)),
    "serverless, more declared": case("review", warehouses(SERVERLESS), scope=declared(SERVERLESS.arn, keep_days=7)),
    "one of each": case("fail pass pass", warehouses(warehouse(), warehouse("b", snapshot_days=0), SERVERLESS)),
    "nothing": case("not_applicable", warehouses()),
    "clusters refused": case("pass unknown", warehouses(SERVERLESS, clusters=DENIED)),
    "refused": case("unknown", RedshiftFacts=DENIED),
    "one region refused": case("pass unknown", half(warehouses(warehouse()).by_region["eu-west-1"])),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
