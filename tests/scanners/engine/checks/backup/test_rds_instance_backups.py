"""Own backups, copies of AWS Backup, clusters and replicas."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.scanners.fact_builders import DENIED, Case, ago, assert_case, case
from tests.scanners.store_builders import (
    CONTINUOUS,
    NO_BACKUP,
    ODD,
    WEEKLY,
    arn,
    backup_facts,
    cluster,
    copied,
    databases,
    declared,
    elsewhere,
    half,
    instance,
)

CHECK = "rds_instance_backups"
APP = arn("rds", "db:app")
BARE = instance(retention_days=0, restorable_until=None)
COPY = instance("copy", retention_days=0, restorable_until=None, replica_of="app")

CASES = {
    "week": case("pass", databases(instance()), NO_BACKUP),
    "week, AWS Backup refused": case("pass", databases(instance()), BackupFacts=DENIED),
    "few days": case("review", databases(instance(retention_days=3)), NO_BACKUP),
    "few days but copied": case("pass", databases(instance(retention_days=3)), copied(APP)),
    "none": case("fail", databases(BARE), NO_BACKUP),
    "none, copied lately": case("pass", databases(BARE), copied(APP)),
    "none, copied long ago": case("fail", databases(BARE), copied(APP, 5)),
    "none, old and perhaps continuous": case("review", databases(BARE), copied(APP, 5, **CONTINUOUS)),
    "none, plans refused": case("review", databases(BARE), copied(APP, 5, plans=DENIED)),
    "none, AWS Backup refused": case("unknown", databases(BARE), BackupFacts=DENIED),
    "none, AWS Backup read elsewhere only": case("unknown", databases(BARE), elsewhere(backup_facts())),
    "none, list refused": case("unknown", databases(BARE), copied(APP, protected=DENIED)),
    "not restorable yet": case("review", databases(instance(restorable_until=None)), NO_BACKUP),
    "restorable until last week": case("review", databases(instance(restorable_until=ago(7))), NO_BACKUP),
    "stopped": case("review", databases(instance(restorable_until=ago(7), status="stopped")), NO_BACKUP),
    "restorable until last week, copied": case("pass", databases(instance(restorable_until=ago(7))), copied(APP)),
    "none, copied every week": case("review", databases(BARE), copied(APP, 5, **WEEKLY)),
    "none, copied longer ago than a week": case("fail", databases(BARE), copied(APP, 9, **WEEKLY)),
    "none, copied by an odd schedule": case("review", databases(BARE), copied(APP, 40, **ODD)),
    "none, copied by an odd schedule two years ago": case("fail", databases(BARE), copied(APP, 700, **ODD)),
    "none, declared a cache": case("not_applicable", databases(BARE), NO_BACKUP, scope=declared(APP, role="cache")),
    "none, declared primary": case("fail", databases(BARE), NO_BACKUP, scope=declared(APP, role="primary")),
    "in a cluster": case("not_applicable", databases(replace(BARE, cluster="books")), NO_BACKUP),
    "being made": case("not_applicable", databases(replace(BARE, status="creating")), NO_BACKUP),
    "replica of a good one": case("not_applicable pass", databases(instance(), COPY), NO_BACKUP),
    "replica by ARN": case("not_applicable pass", databases(instance(), replace(COPY, replica_of=APP)), NO_BACKUP),
    "replica of a cluster": case("not_applicable", databases(cluster("app"), COPY), NO_BACKUP),
    "replica of a bad one": case("fail fail", databases(BARE, COPY), NO_BACKUP),
    "replica of a stranger": case("unknown", databases(COPY), NO_BACKUP),
    "replica with backups of its own": case(
        "pass", databases(replace(COPY, retention_days=7, restorable_until=ago(0.1))), NO_BACKUP
    ),
    "one of each": case(
        "fail pass review",
        databases(instance(), instance("b", retention_days=1), instance("c", retention_days=0)),
        NO_BACKUP,
    ),
    "no instances": case("not_applicable", databases(), NO_BACKUP),
    "list of databases refused": case("unknown", databases(instances=DENIED), NO_BACKUP),
    "one region refused": case("pass unknown", half(databases(instance()).by_region["eu-west-1"]), NO_BACKUP),
    "one region refused, the other empty": case("unknown", half(databases().by_region["eu-west-1"]), NO_BACKUP),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
