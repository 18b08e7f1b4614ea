"""What was found, less what somebody has classified."""

from __future__ import annotations

from typing import Any

import pytest

from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import DeclaredStore
from tests.scanners.fact_builders import DENIED, Case, assert_case, bucket, case, s3_facts, scope
from tests.scanners.store_builders import (
    cluster,
    databases,
    domain,
    domains,
    efs_system,
    efs_systems,
    instance,
    table,
    tables,
    warehouse,
    warehouses,
)

CHECK = "data_stores_unclassified"
NOTHING: dict[str, Any] = {
    "S3Facts": s3_facts(),
    "RdsFacts": databases(),
    "DynamoDbFacts": tables(),
    "EfsFacts": efs_systems(),
    "RedshiftFacts": warehouses(),
    "OpenSearchFacts": domains(),
}
ARN = table().arn


def found(expected: str, *classified: str, **changes: object) -> Case:
    given = NOTHING | changes
    gaps = {name: fact for name, fact in given.items() if isinstance(fact, Unknown)}
    facts = [fact for name, fact in given.items() if name not in gaps]
    declared = tuple(DeclaredStore(arn, is_sensitive=False) for arn in classified)
    return case(expected, *facts, scope=scope(stores=declared), **gaps)


CASES = {
    "all classified": found("pass", ARN, DynamoDbFacts=tables(table())),
    "one of two": found("review", ARN, DynamoDbFacts=tables(table(), table("carts"))),
    "a bucket": found("review", S3Facts=s3_facts(bucket())),
    "a bucket, classified": found("pass", "arn:aws:s3:::data", S3Facts=s3_facts(bucket())),
    "a cluster and its member": found("pass", cluster().arn, RdsFacts=databases(cluster(), instance(cluster="books"))),
    "a standalone database": found("review", RdsFacts=databases(instance())),
    "files, search, warehouse": found(
        "review",
        EfsFacts=efs_systems(efs_system()),
        OpenSearchFacts=domains(domain()),
        RedshiftFacts=warehouses(warehouse()),
    ),
    "known to be there, not classified": case(
        "review",
        *[fact for name, fact in NOTHING.items() if name != "DynamoDbFacts"],
        tables(table()),
        scope=scope(stores=(DeclaredStore(ARN, role="primary"),)),
    ),
    "no stores": found("not_applicable"),
    "buckets refused": found("unknown", S3Facts=s3_facts(buckets=DENIED)),
    "all classified, some unread": found("pass unknown", ARN, DynamoDbFacts=tables(table()), EfsFacts=DENIED),
    "one region unread": found("unknown", DynamoDbFacts=Regional({**tables().by_region, "us-east-1": DENIED})),
    "denied": found("unknown unknown", **dict.fromkeys([*NOTHING][:5], DENIED)),  # equal gaps count once
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
