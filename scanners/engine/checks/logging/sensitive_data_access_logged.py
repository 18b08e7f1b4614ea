"""Read access to sensitive data is logged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanners.engine.checks.databases._stores import Inventory, inventory
from scanners.engine.checks.logging._logged import Record, Recorders
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.counts import counted
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
    title="Sensitive data access logged",
    question="Is read access to data stores with sensitive data logged?",
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
    fix="Enable CloudTrail data events for the buckets and tables, and export the audit logs of the databases.",
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
    """Considers data stores that are declared sensitive; REVIEW if logging cannot be read."""
    gaps = [one for one in (trails, rds, search) if isinstance(one, Unknown)]
    if len(gaps) == 3:
        yield unknown(scope.account_arn, gaps[0])
        return
    recorders = Recorders(trails, rds, search)
    sensitive = [one.arn for one in scope.stores if one.is_sensitive]
    for arn in sensitive:
        yield _judge_store(scope, arn, recorders.of(arn), access_logs)
    if not sensitive and not scope.stores:
        yield review(scope.account_arn, "No data store is classified. Declare which data stores hold sensitive data.")
    else:
        yield from _judge_rest(
            scope, inventory(scope, s3, (rds, *others[:-1], search, *others[-1:])), has_sensitive=bool(sensitive)
        )


def _judge_rest(scope: Scope, stores: Inventory, *, has_sensitive: bool) -> Iterator[Verdict]:
    """A data store that is not classified or could not be read may be sensitive too."""
    yield from (unknown(scope.account_arn, gap, region=region) for region, gap in stores.gaps)
    if missing := stores.unclassified:
        message = (
            f"{len(missing)} of {counted(len(stores.arns), 'data store')} not classified. "
            "Declare whether they hold sensitive data."
        )
        yield review(scope.account_arn, message, missing=missing[:50], count=len(missing))
    elif not has_sensitive and not stores.gaps:
        yield not_applicable(scope.account_arn, "no_sensitive_stores", "No data store is declared sensitive.")


def _judge_store(scope: Scope, arn: str, record: Record | Unknown, access_logs: S3LoggingFacts | Unknown) -> Verdict:
    region, name = arn.split(":")[3] if arn.count(":") > 4 else "", arn.rpartition(":")[2]
    if record is Record.FULL:
        return passed(arn, f"Read access to data store {name} is logged.", region=region)
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
        return failed(arn, f"Read access to data store {name} is not logged.", region=region)
    how = {
        Record.PARTIAL: "is partly logged. Document that the logging covers it",
        Record.NONE: "is not logged by AWS. Document what logs it instead",
    }.get(record, "is logged in a way that the scan does not read. Document how")
    return review(arn, f"Read access to data store {name} {how}.", region=region, record=record.value)


def _access_log_target(arn: str, facts: S3LoggingFacts | Unknown) -> str | Unknown | None:
    """None if logging is off. A bucket declared sensitive after the scan was not read, and no action would read it."""
    if isinstance(facts, Unknown):
        return Unknown(facts.reason, "", facts.detail) if facts.reason is Reason.NOT_COLLECTED else facts
    if isinstance(facts.buckets, Unknown):
        return facts.buckets
    one = facts.of(arn)
    return one.target if one else Unknown(Reason.NOT_COLLECTED, "")
