"""Encrypted or not."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.store_builders import declared, efs_system, efs_systems, half

CHECK = "efs_encrypted"

CASES = {
    "encrypted": case("pass", efs_systems(efs_system())),
    "plain": case("fail", efs_systems(efs_system(is_encrypted=False))),
    "plain, nothing sensitive": case(
        "not_applicable",
        efs_systems(efs_system(is_encrypted=False)),
        scope=declared(efs_system().arn, is_sensitive=False),
    ),
    "one of each": case("fail pass", efs_systems(efs_system(), efs_system("fs-9", is_encrypted=False))),
    "none": case("not_applicable", efs_systems()),
    "refused": case("unknown", EfsFacts=DENIED),
    "one region refused": case("unknown", half(efs_systems().by_region["eu-west-1"])),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
