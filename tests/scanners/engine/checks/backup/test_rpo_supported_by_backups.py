"""What can be restored, compared with what is declared."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.scanners.fact_builders import DENIED, Case, ago, assert_case, case, scope
from tests.scanners.store_builders import (
    CONTINUOUS,
    NO_BACKUP,
    NOT_ASKED,
    OFF,
    cluster,
    copied,
    databases,
    declared,
    half,
    instance,
    plan,
    rule,
    table,
    tables,
)

CHECK = "rpo_supported_by_backups"
HOUR, DAY = scope(rpo_minutes=60), scope(rpo_minutes=24 * 60)
BARE = instance(retention_days=0, restorable_until=None)
CACHE = replace(declared(BARE.arn, role="cache"), rpo_minutes=60)

CASES = {
    "nothing declared": case("not_applicable", databases(instance()), tables(table()), NO_BACKUP),
    "soon enough": case("pass pass pass", databases(instance(), cluster()), tables(table()), NO_BACKUP, scope=HOUR),
    "too long ago": case("fail", databases(instance(restorable_until=ago(0.1))), tables(), NO_BACKUP, scope=HOUR),
    "stopped": case(
        "review", databases(instance(restorable_until=ago(9), status="stopped")), tables(), NO_BACKUP, scope=HOUR
    ),
    "recovery in seconds wanted": case("fail", databases(), tables(table()), NO_BACKUP, scope=scope(rpo_minutes=1)),
    "nothing at all": case("fail", databases(BARE), tables(), NO_BACKUP, scope=HOUR),
    "daily copies, a day declared": case(
        "pass", databases(BARE), tables(), copied(BARE.arn, 0.9, plans=(plan(),)), scope=DAY
    ),
    "daily copies, an hour declared": case(
        "fail", databases(BARE), tables(), copied(BARE.arn, plans=(plan(),)), scope=HOUR
    ),
    "fresh copy, daily plan, an hour declared": case(
        "fail", databases(BARE), tables(), copied(BARE.arn, 0.01, plans=(plan(),)), scope=HOUR
    ),
    "fresh copy, odd schedule": case(
        "review",
        databases(BARE),
        tables(),
        copied(BARE.arn, 0.01, plans=(plan(rules=(rule(schedule="cron(0 5 L * ? *)"),)),)),
        scope=HOUR,
    ),
    "fresh copy, plans refused": case(
        "review", databases(BARE), tables(), copied(BARE.arn, 0.01, plans=DENIED), scope=HOUR
    ),
    "fast and slow plans": case(
        "review",
        databases(BARE),
        tables(),
        copied(BARE.arn, 0.01, plans=(plan(rules=(rule(), rule(schedule="rate(1 hour)"))),)),
        scope=HOUR,
    ),
    "old copy": case("fail", databases(BARE), tables(), copied(BARE.arn, 9, plans=(plan(),)), scope=DAY),
    "old copy, perhaps continuous": case(
        "review", databases(BARE), tables(), copied(BARE.arn, 9, **CONTINUOUS), scope=DAY
    ),
    "table copied daily, recovery not asked": case(
        "review", databases(), tables(table(recovery=NOT_ASKED)), copied(table().arn, plans=(plan(),)), scope=HOUR
    ),
    "table without recovery": case("fail", databases(), tables(table(recovery=OFF)), NO_BACKUP, scope=HOUR),
    "recovery refused": case("unknown", databases(), tables(table(recovery=DENIED)), NO_BACKUP, scope=HOUR),
    "AWS Backup refused": case("unknown", databases(BARE), tables(), scope=HOUR, BackupFacts=DENIED),
    "members and replicas": case(
        "not_applicable",
        databases(instance(cluster="books"), instance("c", replica_of="app"), cluster(replica_of="x")),
        tables(),
        NO_BACKUP,
        scope=HOUR,
    ),
    "declared a cache": case("not_applicable", databases(BARE), tables(), NO_BACKUP, scope=CACHE),
    "one of each": case(
        "fail pass", databases(instance(), replace(BARE, arn="arn:b")), tables(), NO_BACKUP, scope=HOUR
    ),
    "no stores": case("not_applicable", databases(), tables(), NO_BACKUP, scope=HOUR),
    "databases refused": case("unknown", tables(), NO_BACKUP, scope=HOUR, RdsFacts=DENIED),
    "one region refused": case(
        "pass unknown", half(databases(instance()).by_region["eu-west-1"]), tables(), NO_BACKUP, scope=HOUR
    ),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
