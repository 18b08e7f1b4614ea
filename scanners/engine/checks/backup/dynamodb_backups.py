"""DynamoDB tables have point-in-time recovery or AWS Backup. Replicas of a global table are no backup."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import found, judged
from scanners.engine.checks._copies import Copies, State, judge_copy
from scanners.engine.checks._declared import declared_reproducible
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, passed, review, unknown
from scanners.engine.counts import counted
from scanners.engine.facts.backup import BackupFacts
from scanners.engine.facts.dynamodb import DynamoDbFacts, Recovery, Table
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="dynamodb_backups",
    title="DynamoDB tables backed up",
    question="Does every DynamoDB table have point-in-time recovery or AWS Backup?",
    needs=(DynamoDbFacts,),
    also=(BackupFacts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Turn on point-in-time recovery, or add the table to an AWS Backup plan.",
    cli="aws dynamodb update-continuous-backups --table-name ... "
    "--point-in-time-recovery-specification PointInTimeRecoveryEnabled=true",
    console="DynamoDB > Tables > the table > Backups > Point-in-time recovery.",
    source="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html",
)
# A replica of a global table is no backup: deletions are replicated.
_REPRODUCIBLE = ("artefact", "cache", "log", "public_asset")


@check.judge
def judge(
    scope: Scope, dynamodb: Regional[DynamoDbFacts], backup: Regional[BackupFacts] | Unknown
) -> Iterator[Verdict]:
    """NOT_APPLICABLE only for tables that are declared to be reproducible, such as caches and locks."""
    copies = Copies(scope, backup)
    yield from judged(
        scope,
        found(dynamodb, lambda facts: facts.tables),
        lambda region, table: _judge(scope, region, table, copies),
        reason="no_tables",
        message="The account has no DynamoDB tables.",
    )


def _judge(scope: Scope, region: str, table: Table, copies: Copies) -> Verdict:
    declared, recovery, copy = scope.store(table.arn), table.recovery, copies.of(region, table.arn)
    apart = declared_reproducible(scope, region, table.arn, f"Table {table.name}", roles=_REPRODUCIBLE)
    if apart:
        return apart
    if isinstance(recovery, Recovery) and recovery.is_on:
        days = recovery.window_days
        if days < declared.keep_days:
            message = (
                f"Table {table.name} can be restored to any time of the last "
                f"{counted(days, 'day')}, less than the declared {declared.keep_days}."
            )
            return review(table.arn, message, region=region, window_days=days, needed_days=declared.keep_days)
        message = f"Table {table.name} has point-in-time recovery for {counted(days, 'day')}."
        return passed(table.arn, message, region=region, window_days=days)
    if isinstance(recovery, Unknown) and copy.state is not State.RECENT:
        return unknown(table.arn, recovery if recovery.action else copy.gap or recovery, region=region)
    return judge_copy(region, table.arn, f"Table {table.name}", copy, lacks="has no point-in-time recovery")
