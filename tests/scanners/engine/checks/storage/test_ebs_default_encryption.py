"""The region's default."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.store_builders import disks, half, volume

CHECK = "ebs_default_encryption"

CASES = {
    "on": case("pass", disks(volume())),
    "on in an idle region": case("pass", disks()),
    "off": case("review", disks(volume(), encrypts_by_default=False)),
    "off in an idle region": case("not_applicable", disks(encrypts_by_default=False)),
    "refused": case("unknown", disks(volume(), encrypts_by_default=DENIED)),
    "off, volumes refused": case("unknown", disks(encrypts_by_default=False, volumes=DENIED)),
    "nothing read": case("unknown", EbsFacts=DENIED),
    "one region refused": case("pass unknown", half(disks(volume()).by_region["eu-west-1"])),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
