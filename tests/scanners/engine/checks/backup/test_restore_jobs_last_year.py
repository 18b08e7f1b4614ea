"""Restores of each protected type."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanners.engine.facts.backup import ProtectedResource, RestoreJob, RestorePlan
from tests.scanners.fact_builders import DENIED, Case, ago, assert_case, case
from tests.scanners.store_builders import REGION, backup_facts, half, here

CHECK = "restore_jobs_last_year"


def job(name="j1", **changes):
    return replace(RestoreJob(name, "RDS", "COMPLETED", ago(50), ago(50), False, ""), **changes)


def used(*jobs, types=("RDS",), plans=()):
    protected = tuple(ProtectedResource(f"arn:{kind}", kind, ago(1)) for kind in types)
    return here(backup_facts(protected=protected, restore_jobs=jobs, testing_plans=plans))


CASES = {
    "restored": case("pass", used(job())),
    "validated": case("pass", used(job(), job("j2", validation="SUCCESSFUL"))),
    "restored, but found broken": case("review", used(job(is_test=True, validation="FAILED"))),
    "restored, not looked at in time": case("review", used(job(is_test=True, validation="TIMED_OUT"))),
    "found broken, then restored": case("pass", used(job(validation="FAILED"), job("j2"))),
    "failed only": case("review", used(job(status="FAILED"))),
    "failed, then restored": case("pass", used(job(status="FAILED"), job("j2"))),
    "never": case("unknown", used()),
    "one of each": case(
        "pass review unknown", used(job(), job("j2", type="EFS", status="ABORTED"), types=("RDS", "EBS"))
    ),
    "testing plan that never ran": case("review unknown", used(plans=(RestorePlan("arn:t", "t", None),))),
    "testing plan that ran": case("pass", used(job(is_test=True), plans=(RestorePlan("arn:t", "t", ago(9)),))),
    "unused": case("not_applicable", here(backup_facts())),
    "jobs refused": case(
        "unknown unknown", here(backup_facts(protected=used().by_region[REGION].protected, restore_jobs=DENIED))
    ),
    "list refused": case("pass unknown", here(backup_facts(protected=DENIED, restore_jobs=(job(),)))),
    "refused": case("unknown", BackupFacts=DENIED),
    "one region refused": case("pass unknown", half(used(job()).by_region[REGION])),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
