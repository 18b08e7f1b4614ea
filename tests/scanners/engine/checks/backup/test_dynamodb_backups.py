"""Point-in-time recovery or copies."""

from __future__ import annotations

import pytest

from scanners.engine.facts.dynamodb import Recovery
from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.store_builders import NO_BACKUP, NOT_ASKED, OFF, WEEKLY, copied, declared, half, table, tables

CHECK = "dynamodb_backups"

CASES = {
    "recovery": case("pass", tables(table()), NO_BACKUP),
    "recovery, AWS Backup refused": case("pass", tables(table()), BackupFacts=DENIED),
    "shorter than declared": case(
        "review", tables(table(recovery=Recovery(True, 7))), NO_BACKUP, scope=declared(table().arn, keep_days=30)
    ),
    "as long as declared": case("pass", tables(table()), NO_BACKUP, scope=declared(table().arn, keep_days=30)),
    "copied, not asked": case("pass", tables(table(recovery=NOT_ASKED)), copied(table().arn)),
    "not asked, no copy": case("unknown", tables(table(recovery=NOT_ASKED)), NO_BACKUP),
    "not asked, AWS Backup refused": case("unknown", tables(table(recovery=NOT_ASKED)), BackupFacts=DENIED),
    "neither": case("fail", tables(table(recovery=OFF)), NO_BACKUP),
    "old copy": case("fail", tables(table(recovery=OFF)), copied(table().arn, 9)),
    "off, AWS Backup refused": case("unknown", tables(table(recovery=OFF)), BackupFacts=DENIED),
    "recovery refused": case("unknown", tables(table(recovery=DENIED)), NO_BACKUP),
    "recovery refused but copied": case("pass", tables(table(recovery=DENIED)), copied(table().arn)),
    "declared a cache": case(
        "not_applicable", tables(table(recovery=OFF)), NO_BACKUP, scope=declared(table().arn, role="cache")
    ),
    "declared a replica, which is no backup": case(
        "fail", tables(table(recovery=OFF)), NO_BACKUP, scope=declared(table().arn, role="replica")
    ),
    "copied every week": case("review", tables(table(recovery=OFF)), copied(table().arn, 5, **WEEKLY)),
    "one of each": case("fail pass", tables(table(), table("b", OFF)), NO_BACKUP),
    "no tables": case("not_applicable", tables(), NO_BACKUP),
    "refused": case("unknown", DynamoDbFacts=DENIED),
    "one region refused": case("pass unknown", half(tables(table()).by_region["eu-west-1"]), NO_BACKUP),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
