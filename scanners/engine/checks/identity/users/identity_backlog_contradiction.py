"""What was stale on the day of a claimed audit should be gone by now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review
from scanners.engine.facts.iam import CredentialReport, ReportedUser
from scanners.engine.scope import Scope

STALE = timedelta(days=90)

check = Check(
    id="identity_backlog_contradiction",
    title="The last identity audit left nothing behind",
    question="Does the scan contradict the identity audit that is claimed?",
    needs=(CredentialReport,),
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Remove what the audit should have found, or record why it stays.",
    cli="aws iam generate-credential-report",
    console="IAM > Credential report > Download.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html",
)


@check.judge
def judge(scope: Scope, report: CredentialReport) -> Iterator[Verdict]:
    """Counted are passwords and keys idle for 90 days on the audit's date that still work today."""
    audit = scope.identity_audit_at
    if audit is None:
        yield not_applicable(scope.account_arn, "no_audit_claimed", "No identity audit is claimed.")
        return
    found = [(user, what) for user in report.users for what in _stale(user, audit)]
    for user, what in found:
        message = f"The {what} of user {user.name} was already unused when identities were audited on {audit:%Y-%m-%d}."
        yield review(user.arn, message)
    if not found:
        yield passed(scope.account_arn, "Nothing that was stale at the last audit is still there.")


def _stale(user: ReportedUser, audit: datetime) -> Iterator[str]:
    password = user.password_last_used_at or user.created_at
    if user.password_enabled and password and password <= audit - STALE:
        yield "password"
    for key in user.active_keys:
        used = key.last_used_at or key.rotated_at
        if used and used <= audit - STALE:
            yield f"key {key.ordinal}"
