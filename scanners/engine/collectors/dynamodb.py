"""DynamoDB tables. Only what AWS Backup did not copy lately is asked for its point-in-time recovery.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html
"""

from __future__ import annotations

from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, malformed
from scanners.engine.collectors.regional import is_absent, local_arn
from scanners.engine.collectors.shape import (
    Fields,
    MalformedAnswerError,
    number_or,
    structure,
    structure_or_empty,
    text,
    texts,
)
from scanners.engine.facts.backup import RECENT, BackupFacts
from scanners.engine.facts.dynamodb import DynamoDbFacts, Recovery, Table
from scanners.engine.facts.unknown import Reason, Unknown

LIST_TABLES = Operation("dynamodb", "ListTables", "dynamodb:ListTables")
DESCRIBE_BACKUPS = Operation("dynamodb", "DescribeContinuousBackups", "dynamodb:DescribeContinuousBackups")
_NOT_ASKED = Unknown(Reason.NOT_COLLECTED, "")
_GONE = frozenset({"TableNotFoundException", "ResourceNotFoundException"})


def collect(context: Context) -> DynamoDbFacts | Unknown:
    """All tables; one that was deleted meanwhile is left out."""
    names = _names(context)
    if isinstance(names, Unknown):
        return names
    covered = _covered(context)
    tables = context.reader.each(lambda name: _table(context, name, covered), names)
    return DynamoDbFacts(tuple(table for table in tables if table is not None))


def _names(context: Context) -> tuple[str, ...] | Unknown:
    try:
        pages = context.reader.pages(LIST_TABLES, region=context.region)
        return tuple(name for page in pages for name in texts(page, "TableNames"))
    except CallFailed as failed:
        return () if is_absent(context, LIST_TABLES, failed) else failed.gap
    except MalformedAnswerError as odd:
        return malformed(LIST_TABLES, odd)


def _covered(context: Context) -> frozenset[str]:
    backup = context.facts.get(BackupFacts)
    times = backup.last_backups() if isinstance(backup, BackupFacts) else {}
    return frozenset(arn for arn, moment in times.items() if moment >= context.now - RECENT)


def _table(context: Context, name: str, covered: frozenset[str]) -> Table | None:
    arn = local_arn(context, "dynamodb", f"table/{name}")
    if arn in covered:
        return Table(arn, name, _NOT_ASKED)
    try:
        answer = context.reader.call(DESCRIBE_BACKUPS, region=context.region, TableName=name)
        return Table(arn, name, _recovery(answer))
    except CallFailed as failed:
        return None if failed.code in _GONE else Table(arn, name, failed.gap)
    except MalformedAnswerError as odd:
        return Table(arn, name, malformed(DESCRIBE_BACKUPS, odd))


def _recovery(answer: Fields) -> Recovery:
    description = structure_or_empty(
        structure(answer, "ContinuousBackupsDescription"), "PointInTimeRecoveryDescription"
    )
    if not description:
        return Recovery(False, 0)
    is_on = text(description, "PointInTimeRecoveryStatus") == "ENABLED"
    return Recovery(is_on, number_or(description, "RecoveryPeriodInDays", 35) if is_on else 0)


COLLECTORS = (
    Collector(
        "dynamodb", DynamoDbFacts, (LIST_TABLES, DESCRIBE_BACKUPS), collect, after=(BackupFacts,), is_regional=True
    ),
)
