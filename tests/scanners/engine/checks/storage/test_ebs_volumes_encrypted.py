"""Volumes in use are encrypted."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.store_builders import declared, disks, half, volume

CHECK = "ebs_volumes_encrypted"

CASES = {
    "encrypted": case("pass", disks(volume())),
    "plain": case("fail", disks(volume(is_encrypted=False))),
    "plain, nothing sensitive": case(
        "not_applicable", disks(volume(is_encrypted=False)), scope=declared(volume().arn, is_sensitive=False)
    ),
    "plain and unattached": case("review", disks(volume(is_encrypted=False, state="available"))),
    "encrypted and unattached": case("pass", disks(volume(state="available"))),
    "one of each": case(
        "fail pass review",
        disks(volume(), volume("b", is_encrypted=False), volume("c", is_encrypted=False, state="available")),
    ),
    "none": case("not_applicable", disks()),
    "volumes refused": case("unknown", disks(volumes=DENIED)),
    "refused": case("unknown", EbsFacts=DENIED),
    "one region refused": case("pass unknown", half(disks(volume()).by_region["eu-west-1"])),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
