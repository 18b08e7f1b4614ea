"""Clusters by their flag, serverless always."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.store_builders import SERVERLESS, declared, half, warehouse, warehouses

CHECK = "redshift_encrypted"
PLAIN = warehouse(is_encrypted=False)

CASES = {
    "encrypted": case("pass pass", warehouses(warehouse(), SERVERLESS)),
    "plain": case("fail", warehouses(PLAIN)),
    "plain, nothing sensitive": case(
        "not_applicable", warehouses(PLAIN), scope=declared(PLAIN.arn, is_sensitive=False)
    ),
    "one of each": case("fail pass", warehouses(PLAIN, warehouse("b"))),
    "nothing": case("not_applicable", warehouses()),
    "refused": case("unknown", RedshiftFacts=DENIED),
    "one region refused": case("unknown", half(warehouses().by_region["eu-west-1"])),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
