"""Plans that run, jobs that succeed, types that are not left out."""

from __future__ import annotations

import pytest

from scanners.engine.facts.backup import JobCount
from tests.scanners.fact_builders import DENIED, Case, ago, assert_case, case
from tests.scanners.store_builders import (
    backup_facts,
    cluster,
    databases,
    disks,
    efs_system,
    efs_systems,
    fsx_system,
    fsx_systems,
    half,
    here,
    plan,
    rule,
    table,
    tables,
    volume,
)

CHECK = "backup_plan_healthy"
DONE = JobCount("RDS", "COMPLETED", 96)
FINE = backup_facts(plans=(plan(),), job_counts=(DONE,))


def plans(*some, **changes):
    return here(backup_facts(**{"plans": some, "job_counts": (DONE,), **changes}))


CASES = {
    "runs": case("pass pass", here(FINE)),
    "runs monthly": case("pass pass", plans(plan(last_run_at=ago(40), rules=(rule(schedule="cron(0 5 1 * ? *)"),)))),
    "the fastest rule counts": case(
        "pass review", plans(plan(last_run_at=ago(20), rules=(rule(), rule(schedule="cron(0 5 1 * ? *)"))))
    ),
    "stopped": case("pass review", plans(plan(last_run_at=ago(3)))),
    "never ran": case("pass review", plans(plan(last_run_at=None))),
    "odd schedule": case("pass review", plans(plan(rules=(rule(schedule="cron(0 5 L * ? *)"),)))),
    "rules refused": case("pass unknown", plans(plan(rules=DENIED))),
    "few failures": case("pass pass", plans(plan(), job_counts=(JobCount("RDS", "FAILED", 4), DONE))),
    "many failures": case("pass review", plans(plan(), job_counts=(JobCount("RDS", "EXPIRED", 6), DONE))),
    "only failures": case("pass review", plans(plan(), job_counts=(JobCount("RDS", "ABORTED", 1),))),
    "no jobs": case("pass review", plans(plan(), job_counts=())),
    "counts refused": case("pass unknown", plans(plan(), job_counts=DENIED)),
    "opt-ins refused": case("pass unknown", plans(plan(), opted_out=DENIED)),
    "left out, none there": case("pass pass", plans(plan(), opted_out=("DynamoDB",)), tables()),
    "left out tables": case("pass review", plans(plan(), opted_out=("DynamoDB",)), tables(table())),
    "left out disks": case("pass review", plans(plan(), opted_out=("EBS",)), disks(volume())),
    "left out files": case("pass review", plans(plan(), opted_out=("EFS",)), efs_systems(efs_system())),
    "left out FSx": case("pass review", plans(plan(), opted_out=("FSx",)), fsx_systems(fsx_system())),
    "left out Aurora": case("pass review", plans(plan(), opted_out=("Aurora",)), databases(cluster())),
    "left out another engine": case("pass pass", plans(plan(), opted_out=("Neptune",)), databases(cluster())),
    "tables refused": case("pass pass", plans(plan(), opted_out=("DynamoDB",)), DynamoDbFacts=DENIED),
    "one of each": case("pass pass review", plans(plan(), plan("b", last_run_at=None))),
    "no plan": case("not_applicable", plans()),
    "plans refused": case("unknown", here(backup_facts(plans=DENIED))),
    "refused": case("unknown", BackupFacts=DENIED),
    "one region refused": case("pass pass unknown", half(FINE)),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
