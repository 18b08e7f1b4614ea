"""AWS Backup is the only mechanism."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.store_builders import NO_BACKUP, WEEKLY, copied, declared, efs_system, efs_systems, half

CHECK = "efs_backups"

CASES = {
    "copied": case("pass", efs_systems(efs_system()), copied(efs_system().arn)),
    "copied long ago": case("fail", efs_systems(efs_system()), copied(efs_system().arn, 4)),
    "never": case("fail", efs_systems(efs_system()), NO_BACKUP),
    "copied every week": case("review", efs_systems(efs_system()), copied(efs_system().arn, 4, **WEEKLY)),
    "never, declared a cache": case(
        "not_applicable", efs_systems(efs_system()), NO_BACKUP, scope=declared(efs_system().arn, role="cache")
    ),
    "AWS Backup refused": case("unknown", efs_systems(efs_system()), BackupFacts=DENIED),
    "one of each": case("fail pass", efs_systems(efs_system(), efs_system("fs-9")), copied(efs_system().arn)),
    "none": case("not_applicable", efs_systems(), NO_BACKUP),
    "refused": case("unknown", EfsFacts=DENIED),
    "one region refused": case("unknown", half(efs_systems().by_region["eu-west-1"]), NO_BACKUP),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
