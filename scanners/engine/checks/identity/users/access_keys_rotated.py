"""Active access keys are rotated within 90 days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from scanners.engine.checks._ages import NEVER, days_since, said
from scanners.engine.checks.identity._sources import deleted_since
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.facts.iam import AuthorizationDetails, CredentialReport, IamUser, ReportedKey, ReportedUser
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

MAX_DAYS = 90
_EXCEPTION_TAGS = frozenset(["key-rotation-exception", "keyrotationexception", "key_rotation_exception"])
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

check = Check(
    id="access_keys_rotated",
    title="Access keys rotated",
    question="Is any active access key older than 90 days?",
    needs=(CredentialReport,),
    also=(AuthorizationDetails,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Create a second key, update the application, deactivate the old key, then delete it. Preferably, "
    "use a role instead.",
    cli="aws iam update-access-key --user-name ... --access-key-id ... --status Inactive",
    console="IAM > Users > the user > Security credentials > Access keys.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
)


@check.judge
def judge(scope: Scope, report: CredentialReport, details: AuthorizationDetails | Unknown) -> Iterator[Verdict]:
    """Keys are named by their number in the report; access key IDs are never shown."""
    users = {} if isinstance(details, Unknown) else {user.arn: user for user in details.users}
    keys = [(row, key) for row in report.users for key in row.active_keys]
    gone = deleted_since(report, details)
    if not keys:
        yield not_applicable(scope.account_arn, "no_active_keys", "No IAM user has an active access key.")
    for row, key in keys:
        gap = gone.get(row.arn)
        yield unknown(f"{row.arn}#key{key.ordinal}", gap) if gap else _judge_key(scope, row, key, users.get(row.arn))


def _judge_key(scope: Scope, row: ReportedUser, key: ReportedKey, user: IamUser | None) -> Verdict:
    resource, age = f"{row.arn}#key{key.ordinal}", days_since(scope, key.rotated_at)
    if age == NEVER:
        detail = "The credential report has no creation date for the key."
        return unknown(resource, Unknown(Reason.MALFORMED, "iam:GetCredentialReport", detail))
    seen = {"rotated_at": said(key.rotated_at), "age_days": str(age)}
    if age <= MAX_DAYS:
        return passed(resource, f"Key {key.ordinal} of user {row.name} is {age} days old.", **seen)
    if until := _exception_until(scope, user):
        message = f"Key {key.ordinal} of user {row.name} is {age} days old, with an exception until {until}."
        return review(resource, message, **seen)
    return failed(resource, f"Key {key.ordinal} of user {row.name} is {age} days old.", **seen)


def _exception_until(scope: Scope, user: IamUser | None) -> str:
    """The date in the value of the exception tag, if it is in the future."""
    for tag in user.tags if user else ():
        found = _DATE.search(tag.value) if tag.key.lower() in _EXCEPTION_TAGS else None
        if found and _is_future(scope, found.group()):
            return found.group()
    return ""


def _is_future(scope: Scope, date: str) -> bool:
    try:
        return datetime.fromisoformat(date).replace(tzinfo=UTC) > scope.now
    except ValueError:
        return False
