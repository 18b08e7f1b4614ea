"""AWS Backup is the only mechanism."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, ago, assert_case, case
from tests.scanners.store_builders import (
    NO_BACKUP,
    WEEKLY,
    backup_facts,
    copied,
    declared,
    efs_system,
    efs_systems,
    half,
    here,
    plan,
)

CHECK = "efs_backups"

POLICIES = {"ENABLED": "review", "ENABLING": "review", "DISABLED": "fail", "DISABLING": "fail", "": "fail"}
CASES = {
    "copied": case("pass", efs_systems(efs_system()), copied(efs_system().arn)),
    "copied long ago": case("fail", efs_systems(efs_system()), copied(efs_system().arn, 4)),
    "never": case("fail", efs_systems(efs_system()), NO_BACKUP),
    "copied every week": case("review", efs_systems(efs_system()), copied(efs_system().arn, 4, **WEEKLY)),
    "never, declared a cache": case(
        "not_applicable", efs_systems(efs_system()), NO_BACKUP, scope=declared(efs_system().arn, role="cache")
    ),
    "never, younger than a day": case("review", efs_systems(efs_system(created_at=ago(0.5))), NO_BACKUP),
    "never, older than a day": case("fail", efs_systems(efs_system(created_at=ago(1.5))), NO_BACKUP),
    "long ago, younger than a day": case(
        "review", efs_systems(efs_system(created_at=ago(0.5))), copied(efs_system().arn, 4)
    ),
    **{
        f"never, policy {policy}": case(
            expected, efs_systems(efs_system(created_at=ago(90), backup_policy=policy)), NO_BACKUP
        )
        for policy, expected in POLICIES.items()
    },
    "long ago, automatic backups on": case(
        "review", efs_systems(efs_system(backup_policy="ENABLED")), copied(efs_system().arn, 4)
    ),
    "lately, automatic backups on": case(
        "pass", efs_systems(efs_system(backup_policy="ENABLED")), copied(efs_system().arn)
    ),
    "never, policy refused": case("unknown", efs_systems(efs_system(backup_policy=DENIED)), NO_BACKUP),
    "lately, policy refused": case("pass", efs_systems(efs_system(backup_policy=DENIED)), copied(efs_system().arn)),
    "never, on, declared a cache": case(
        "not_applicable",
        efs_systems(efs_system(backup_policy="ENABLED")),
        NO_BACKUP,
        scope=declared(efs_system().arn, role="cache"),
    ),
    "never, a plan has not run yet": case(
        "review", efs_systems(efs_system()), here(backup_facts(plans=(plan(last_run_at=None),)))
    ),
    "never, the plans have run": case("fail", efs_systems(efs_system()), here(backup_facts(plans=(plan(),)))),
    "never, plans refused": case("fail", efs_systems(efs_system()), here(backup_facts(plans=DENIED))),
    "on, AWS Backup refused": case("unknown", efs_systems(efs_system(backup_policy="ENABLED")), BackupFacts=DENIED),
    "AWS Backup refused": case("unknown", efs_systems(efs_system()), BackupFacts=DENIED),
    "one of each": case("fail pass", efs_systems(efs_system(), efs_system("fs-9")), copied(efs_system().arn)),
    "none": case("not_applicable", efs_systems(), NO_BACKUP),
    "refused": case("unknown", EfsFacts=DENIED),
    "one region refused": case("unknown", half(efs_systems().by_region["eu-west-1"]), NO_BACKUP),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
