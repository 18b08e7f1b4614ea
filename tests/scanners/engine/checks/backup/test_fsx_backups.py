"""Backups of its own or copies."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.store_builders import NO_BACKUP, arn, copied, declared, fsx_system, fsx_systems, half

CHECK = "fsx_backups"

ONTAP = fsx_system(type="ONTAP", backup_days=0)
VOLUME = arn("fsx", "volume/fs-2/fsvol-1")

CASES = {
    "own backups": case("pass", fsx_systems(fsx_system()), NO_BACKUP),
    "own backups, AWS Backup refused": case("pass", fsx_systems(fsx_system()), BackupFacts=DENIED),
    "none": case("fail", fsx_systems(fsx_system(backup_days=0)), NO_BACKUP),
    "none, copied": case("pass", fsx_systems(fsx_system(backup_days=0)), copied(fsx_system().arn)),
    "none, AWS Backup refused": case("unknown", fsx_systems(fsx_system(backup_days=0)), BackupFacts=DENIED),
    "AWS does not say": case("unknown", fsx_systems(fsx_system(backup_days=None)), NO_BACKUP),
    "AWS does not say, copied": case("pass", fsx_systems(fsx_system(backup_days=None)), copied(fsx_system().arn)),
    "volumes copied": case("review", fsx_systems(ONTAP), copied(VOLUME)),
    "volumes of another one copied": case("fail", fsx_systems(ONTAP), copied(VOLUME.replace("fs-2/", "fs-22/"))),
    "volumes copied long ago": case("fail", fsx_systems(ONTAP), copied(VOLUME, 9)),
    "none, declared a replica": case(
        "not_applicable", fsx_systems(ONTAP), NO_BACKUP, scope=declared(ONTAP.arn, role="replica")
    ),
    "scratch": case("not_applicable", fsx_systems(fsx_system(deployment="SCRATCH_2", backup_days=0)), NO_BACKUP),
    "one of each": case("fail pass", fsx_systems(fsx_system(), fsx_system("fs-9", backup_days=0)), NO_BACKUP),
    "no file systems": case("not_applicable", fsx_systems(), NO_BACKUP),
    "refused": case("unknown", FsxFacts=DENIED),
    "one region refused": case("unknown", half(fsx_systems().by_region["eu-west-1"]), NO_BACKUP),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
