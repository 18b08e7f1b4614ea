"""Clusters have backups of their own."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, ago, assert_case, case
from tests.scanners.store_builders import NO_BACKUP, arn, cluster, copied, databases, declared, half, instance

CHECK = "db_cluster_backups"
BOOKS = arn("rds", "cluster:books")

CASES = {
    "week": case("pass", databases(cluster()), NO_BACKUP),
    "default": case("review", databases(cluster(retention_days=1)), NO_BACKUP),
    "default but copied": case("pass", databases(cluster(retention_days=1)), copied(BOOKS)),
    "stale": case("review", databases(cluster(restorable_until=ago(5))), NO_BACKUP),
    "never restorable": case("review", databases(cluster(restorable_until=None)), NO_BACKUP),
    "none": case("fail", databases(cluster(retention_days=0)), NO_BACKUP),
    "none, copied": case("pass", databases(cluster(retention_days=0)), copied(BOOKS)),
    "none, AWS Backup refused": case("unknown", databases(cluster(retention_days=0)), BackupFacts=DENIED),
    "stopped": case("review", databases(cluster(restorable_until=ago(5), status="stopped")), NO_BACKUP),
    "being made": case("not_applicable", databases(cluster(status="creating", restorable_until=None)), NO_BACKUP),
    "none, declared reproducible": case(
        "not_applicable", databases(cluster(retention_days=0)), NO_BACKUP, scope=declared(BOOKS, role="artefact")
    ),
    "copy of a covered one": case(
        "not_applicable pass", databases(cluster(), cluster("b", replica_of=BOOKS, retention_days=0)), NO_BACKUP
    ),
    "copy of one without backups": case(
        "fail fail", databases(cluster(retention_days=0), cluster("b", replica_of=BOOKS, retention_days=0)), NO_BACKUP
    ),
    "copy of one that was not read": case(
        "unknown", databases(cluster(replica_of="arn:aws:rds:x", retention_days=0)), NO_BACKUP
    ),
    "copy of one that was not read, with backups of its own": case(
        "pass", databases(cluster(replica_of="arn:aws:rds:x")), NO_BACKUP
    ),
    "one of each": case(
        "fail pass review",
        databases(cluster(), cluster("b", retention_days=1), cluster("c", retention_days=0)),
        NO_BACKUP,
    ),
    "no clusters": case("not_applicable", databases(instance()), NO_BACKUP),
    "refused": case("unknown", databases(clusters=DENIED), NO_BACKUP),
    "one region refused": case("pass unknown", half(databases(cluster()).by_region["eu-west-1"]), NO_BACKUP),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
