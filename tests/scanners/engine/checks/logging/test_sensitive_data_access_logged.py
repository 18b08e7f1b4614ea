"""Stores declared sensitive, and what records who reads them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scanners.engine.facts.cloudtrail import AdvancedSelector, EventSelector, FieldSelector, TrailSelectors
from scanners.engine.scope import DeclaredStore
from tests.scanners.fact_builders import (
    DENIED,
    Case,
    assert_case,
    bucket,
    case,
    s3_facts,
    scope,
    trail,
    trail_status,
    trails,
)
from tests.scanners.store_builders import (
    arn,
    cluster,
    databases,
    domain,
    domains,
    efs_systems,
    instance,
    table,
    tables,
    warehouses,
)

CHECK = "sensitive_data_access_logged"
BUCKET, TABLE, EFS = "arn:aws:s3:::data", arn("dynamodb", "table/orders"), arn("elasticfilesystem", "file-system/fs-1")
QUIET = (trails(trail()), databases(), domains())
NO_OTHERS = (s3_facts(), tables(), efs_systems(), warehouses())


def advanced(kind: str, *more: FieldSelector) -> TrailSelectors:
    fields = (FieldSelector("eventCategory", "Equals", ("Data",)), FieldSelector("resources.type", "Equals", (kind,)))
    return TrailSelectors(advanced=(AdvancedSelector((*fields, *more)),))


def recording(selectors: Any, **changes: Any) -> tuple[Any, ...]:
    return trails(trail(selectors=selectors, **changes)), databases(), domains()


def sensitive(*arns: str, **says: Any) -> Any:
    return scope(stores=tuple(DeclaredStore(one, is_sensitive=True) for one in arns), **says)


OBJECTS, TABLES = advanced("AWS::S3::Object"), advanced("AWS::DynamoDB::Table")
ONE_BUCKET = advanced("AWS::S3::Object", FieldSelector("resources.ARN", "StartsWith", ("arn:aws:s3:::other/",)))
BASIC = TrailSelectors(basic=(EventSelector("All", True, (), ("AWS::S3::Object",)),))
CASES = {
    "a bucket, all objects": case("pass", *recording(OBJECTS), scope=sensitive(BUCKET)),
    "a bucket, some objects": case("review", *recording(ONE_BUCKET), scope=sensitive(BUCKET)),
    "a bucket, a basic selector": case("review", *recording(BASIC), scope=sensitive(BUCKET)),
    "a bucket, one region": case("review", *recording(OBJECTS, is_multi_region=False), scope=sensitive(BUCKET)),
    "a bucket, no data events": case("review", *QUIET, scope=sensitive(BUCKET, logs_access_itself=False)),
    "a table": case("pass", *recording(TABLES), scope=sensitive(TABLE)),
    "a table, other events": case("review", *recording(OBJECTS), scope=sensitive(TABLE)),
    "a table, nothing at all": case("fail", *QUIET, scope=sensitive(TABLE, logs_access_itself=False)),
    "a table, the application logs": case("review", *QUIET, scope=sensitive(TABLE, logs_access_itself=True)),
    "a table, the trail stopped": case(
        "review", *recording(TABLES, status=trail_status(is_logging=False)), scope=sensitive(TABLE)
    ),
    "a table, status unread": case("unknown", *recording(TABLES, status=DENIED), scope=sensitive(TABLE)),
    "a table, selectors unread": case("unknown", *recording(DENIED), scope=sensitive(TABLE)),
    "a database with audit logs": case(
        "pass", QUIET[0], databases(cluster(log_exports=("audit",))), QUIET[2], scope=sensitive(cluster().arn)
    ),
    "a database with its log": case(
        "review", QUIET[0], databases(instance(log_exports=("postgresql",))), QUIET[2], scope=sensitive(instance().arn)
    ),
    "a database without logs": case(
        "fail", QUIET[0], databases(instance()), QUIET[2], scope=sensitive(instance().arn, logs_access_itself=False)
    ),
    "a database that was not read": case(
        "unknown unknown", QUIET[0], databases(instances=DENIED), QUIET[2], scope=sensitive(instance().arn)
    ),
    "a database that is not there": case("review", *QUIET, scope=sensitive(instance().arn)),
    "a search domain": case(
        "pass", *QUIET[:2], domains(domain(log_types=("AUDIT_LOGS",))), scope=sensitive(domain().arn)
    ),
    "a search domain without": case(
        "fail", *QUIET[:2], domains(domain(log_types=())), scope=sensitive(domain().arn, logs_access_itself=False)
    ),
    "files": case("review", *QUIET, scope=sensitive(EFS)),
    "no ARN at all": case("review", *QUIET, scope=sensitive("something")),
    "a good one and a bad one": case(
        "fail pass", *recording(OBJECTS), scope=sensitive(BUCKET, TABLE, logs_access_itself=False)
    ),
    "nothing is sensitive": case(
        "not_applicable", *QUIET, scope=scope(stores=(DeclaredStore(BUCKET, is_sensitive=False),))
    ),
    "nothing is sensitive, and a table nobody classified": case(
        "review", *QUIET, tables(table()), scope=scope(stores=(DeclaredStore(BUCKET, is_sensitive=False),))
    ),
    "nothing is sensitive, and tables unread": case(
        "unknown", *QUIET, scope=scope(stores=(DeclaredStore(BUCKET, is_sensitive=False),)), DynamoDbFacts=DENIED
    ),
    "a good bucket, and one that nobody classified": case(
        "pass review", *recording(OBJECTS), s3_facts(bucket("more")), scope=sensitive(BUCKET)
    ),
    "nothing declared": case("review", *QUIET),
    "trails unread": case("unknown", *QUIET[1:], scope=sensitive(TABLE), TrailFacts=DENIED),
    "denied": case("unknown", TrailFacts=DENIED, RdsFacts=DENIED, OpenSearchFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, replace(one, facts=(*NO_OTHERS, *one.facts)))
