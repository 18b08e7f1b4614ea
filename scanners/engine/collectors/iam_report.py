"""IAM's credential report: passwords, MFA and keys of all users in one file instead of nine calls per user.

Columns were added over the years, so they are found by their heading.
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import UTC, datetime

from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, read
from scanners.engine.collectors.shape import Fields, MalformedAnswerError, moment, text
from scanners.engine.facts.iam import CredentialReport, ReportedKey, ReportedUser
from scanners.engine.facts.unknown import Reason, Unknown

GENERATE = Operation("iam", "GenerateCredentialReport", "iam:GenerateCredentialReport")
GET = Operation("iam", "GetCredentialReport", "iam:GetCredentialReport")

# AWS takes between a moment and half a minute to write the report.
POLL_PAUSES = (0.0, 0.2, 0.5, 1.0, *(2.0,) * 14)
ROOT = "<root_account>"
_NOTHING = frozenset({"", "n/a", "no_information", "not_supported"})
_NEEDED = frozenset({"user", "arn", "password_enabled", "mfa_active", "access_key_1_active", "access_key_2_active"})
_FLAGS = {"true": True, "false": False}

Row = Mapping[str, str]


def collect(context: Context) -> CredentialReport | Unknown:
    """Ask for a report, wait until AWS has written it, read it."""
    pending = _generate(context)
    return pending if pending is not None else read(context, GET, parse_report)


def _generate(context: Context) -> Unknown | None:
    for pause in POLL_PAUSES:
        context.reader.pause(pause)
        try:
            state = text(context.reader.call(GENERATE), "State")
        except CallFailed as failed:
            # Somebody else asked too often; the report that is being written serves us as well.
            return None if failed.gap.reason is Reason.THROTTLED else failed.gap
        except MalformedAnswerError as odd:
            return Unknown(Reason.MALFORMED, GENERATE.action, str(odd))
        if state == "COMPLETE":
            return None
    return Unknown(Reason.REPORT_PENDING, GENERATE.action, "AWS was still writing the report.")


def parse_report(answer: Fields) -> CredentialReport:
    """The report as facts; a file that lacks a column we judge by is malformed, not half read."""
    content = answer.get("Content")
    if not isinstance(content, bytes):
        raise MalformedAnswerError("Content is not a file")
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise MalformedAnswerError("Content is not a table") from error
    if not rows or not _NEEDED.issubset(rows[0]):
        raise MalformedAnswerError("Content lacks a column")
    users = [_user(row) for row in rows]
    root = next((user for user in users if user.name == ROOT), None)
    return CredentialReport(
        generated_at=moment(answer, "GeneratedTime"),
        root=root,
        users=tuple(user for user in users if user.name != ROOT),
    )


def _user(row: Row) -> ReportedUser:
    if None in row or None in row.values():
        raise MalformedAnswerError("a row has another length than the heading")
    return ReportedUser(
        arn=row["arn"],
        name=row["user"],
        created_at=_time(row, "user_creation_time"),
        password_enabled=_password_enabled(row),
        password_last_used_at=_time(row, "password_last_used"),
        password_changed_at=_time(row, "password_last_changed"),
        mfa_active=_flag(row, "mfa_active"),
        keys=tuple(_key(row, ordinal) for ordinal in (1, 2)),
        active_certificates=sum(_flag(row, f"cert_{ordinal}_active") for ordinal in (1, 2)),
    )


def _key(row: Row, ordinal: int) -> ReportedKey:
    column = f"access_key_{ordinal}"
    return ReportedKey(
        ordinal=ordinal,
        is_active=_flag(row, f"{column}_active"),
        rotated_at=_time(row, f"{column}_last_rotated"),
        last_used_at=_time(row, f"{column}_last_used_date"),
        last_used_service=_word(row, f"{column}_last_used_service"),
        last_used_region=_word(row, f"{column}_last_used_region"),
    )


def _password_enabled(row: Row) -> bool | None:
    return None if row["password_enabled"].lower() == "not_supported" else _flag(row, "password_enabled")


def _flag(row: Row, column: str) -> bool:
    value = row.get(column, "false").strip().lower()
    if value not in _FLAGS:
        raise MalformedAnswerError(f"{column} is neither true nor false")
    return _FLAGS[value]


def _word(row: Row, column: str) -> str:
    value = row.get(column, "").strip()
    return "" if value.lower() in _NOTHING else value


def _time(row: Row, column: str) -> datetime | None:
    value = _word(row, column)
    if not value:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError as error:
        raise MalformedAnswerError(f"{column} is not a time") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


COLLECTORS = (Collector("iam.credential_report", CredentialReport, (GENERATE, GET), collect),)
