"""Encrypted storage, of instances and clusters."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.store_builders import cluster, databases, declared, half, instance

CHECK = "rds_encrypted"
PLAIN = instance(is_encrypted=False)

CASES = {
    "encrypted": case("pass pass", databases(instance(), cluster())),
    "by type only": case("pass", databases(instance(is_encrypted=False, encryption="sse-rds"))),
    "plain": case("fail", databases(PLAIN)),
    "plain, explicitly none": case("fail", databases(instance(is_encrypted=False, encryption="none"))),
    "plain and sensitive": case("fail", databases(PLAIN), scope=declared(PLAIN.arn, is_sensitive=True)),
    "plain, nothing sensitive": case("not_applicable", databases(PLAIN), scope=declared(PLAIN.arn, is_sensitive=False)),
    "plain cluster": case("fail", databases(cluster(is_encrypted=False))),
    "one of each": case("fail pass", databases(PLAIN, instance("b"))),
    "none": case("not_applicable", databases()),
    "clusters refused": case("pass unknown", databases(instance(), clusters=DENIED)),
    "refused": case("unknown", RdsFacts=DENIED),
    "one region refused": case("pass unknown", half(databases(instance()).by_region["eu-west-1"])),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
