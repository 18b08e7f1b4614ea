"""Who read sensitive data must be on record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanners.engine.checks.databases._stores import Inventory, inventory
from scanners.engine.checks.logging._logged import Record, Recorders
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.facts.cloudtrail import TrailFacts
from scanners.engine.facts.dynamodb import DynamoDbFacts
from scanners.engine.facts.efs import EfsFacts
from scanners.engine.facts.opensearch import OpenSearchFacts
from scanners.engine.facts.rds import RdsFacts
from scanners.engine.facts.redshift import RedshiftFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.s3 import S3Facts
from scanners.engine.facts.s3_logging import S3LoggingFacts
from scanners.engine.facts.serverless_stores import ServerlessStoreFacts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

check = Check(
    id="sensitive_data_access_logged",
    title="Access to sensitive data is logged",
    question="Does AWS record who reads the stores that hold sensitive data?",
    needs=(),
    also=(
        TrailFacts,
        RdsFacts,
        OpenSearchFacts,
        S3LoggingFacts,
        S3Facts,
        DynamoDbFacts,
        EfsFacts,
        RedshiftFacts,
        ServerlessStoreFacts,
    ),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Record data events of the buckets and tables in a trail, and export the audit logs of the databases.",
    cli="aws cloudtrail put-event-selectors --trail-name ... --advanced-event-selectors file://...",
    console="CloudTrail > Trails > the trail > Data events.",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html",
)


@check.judge
def judge(
    scope: Scope,
    trails: TrailFacts | Unknown,
    rds: Regional[RdsFacts] | Unknown,
    search: Regional[OpenSearchFacts] | Unknown,
    access_logs: S3LoggingFacts | Unknown,
    s3: S3Facts | Unknown,
    *others: Any,
) -> Iterator[Verdict]:
    """Only stores that the customer calls sensitive; what cannot be seen is a question, not a failure."""
    gaps = [one for one in (trails, rds, search) if isinstance(one, Unknown)]
    if len(gaps) == 3:
        yield unknown(scope.account_arn, gaps[0])
        return
    recorders = Recorders(trails, rds, search)
    sensitive = [one.arn for one in scope.stores if one.is_sensitive]
    for arn in sensitive:
        yield _judge_store(scope, arn, recorders.of(arn), access_logs)
    if not sensitive and not scope.stores:
        yield review(scope.account_arn, "Nobody has said which stores hold sensitive data.")
    else:
        yield from _judge_rest(
            scope, inventory(scope, s3, (rds, *others[:-1], search, *others[-1:])), has_sensitive=bool(sensitive)
        )


def _judge_rest(scope: Scope, stores: Inventory, *, has_sensitive: bool) -> Iterator[Verdict]:
    """A store that nobody has classified, or that was not seen, may be sensitive as well."""
    yield from (unknown(scope.account_arn, gap, region=region) for region, gap in stores.gaps)
    if missing := stores.unclassified:
        message = f"Nobody has said whether {len(missing)} of {len(stores.arns)} data stores hold sensitive data."
        yield review(scope.account_arn, message, missing=missing[:50], count=len(missing))
    elif not has_sensitive and not stores.gaps:
        yield not_applicable(scope.account_arn, "no_sensitive_stores", "No store is declared as sensitive.")


def _judge_store(scope: Scope, arn: str, record: Record | Unknown, access_logs: S3LoggingFacts | Unknown) -> Verdict:
    region, name = arn.split(":")[3] if arn.count(":") > 4 else "", arn.rpartition(":")[2]
    if record is Record.FULL:
        return passed(arn, f"Access to store {name} is recorded by AWS.", region=region)
    is_bucket = ":s3:" in arn
    target = _access_log_target(arn, access_logs) if is_bucket else None
    if isinstance(target, str):
        return passed(
            arn, f"Server access logs of {name} are written to bucket {target}.", region=region, target=target
        )
    gap = next((one for one in (record, target) if isinstance(one, Unknown) and one.action), None)
    if gap or isinstance(record, Unknown):
        return unknown(arn, gap or record, region=region)  # type: ignore[arg-type]
    if record is Record.NONE and scope.logs_access_itself is False and not isinstance(target, Unknown):
        return failed(arn, f"Nothing records who reads store {name}.", region=region)
    how = {
        Record.PARTIAL: "is recorded in part; show that the recording covers it",
        Record.NONE: "is not recorded by AWS as far as it was seen; show what records it instead",
    }.get(record, "is recorded in ways the scan does not read; show how")
    return review(arn, f"Access to store {name} {how}.", region=region, record=record.value)


def _access_log_target(arn: str, facts: S3LoggingFacts | Unknown) -> str | Unknown | None:
    """None where logging is off. A bucket that was declared sensitive after the scan was not asked: no action."""
    if isinstance(facts, Unknown):
        return Unknown(facts.reason, "", facts.detail) if facts.reason is Reason.NOT_COLLECTED else facts
    if isinstance(facts.buckets, Unknown):
        return facts.buckets
    one = facts.of(arn)
    return one.target if one else Unknown(Reason.NOT_COLLECTED, "")
