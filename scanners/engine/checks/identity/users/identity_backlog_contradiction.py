"""Credentials that were unused at the date of the declared identity audit are gone."""

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
    title="Identity audit findings resolved",
    question="Does the scan contradict the declared identity audit?",
    needs=(CredentialReport,),
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Remove the unused credentials, or document why they stay.",
    cli="aws iam generate-credential-report",
    console="IAM > Credential report > Download.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html",
)


@check.judge
def judge(scope: Scope, report: CredentialReport) -> Iterator[Verdict]:
    """REVIEW for passwords and keys that were unused for 90 days at the audit date and are still active."""
    audit = scope.identity_audit_at
    if audit is None:
        yield not_applicable(scope.account_arn, "no_audit_claimed", "No identity audit is declared.")
        return
    found = [(user, what) for user in report.users for what in _stale(user, audit)]
    for user, what in found:
        message = f"The {what} of user {user.name} was already unused at the identity audit of {audit:%Y-%m-%d}."
        yield review(user.arn, message)
    if not found:
        yield passed(scope.account_arn, "No credential that was unused at the last audit is still active.")


def _stale(user: ReportedUser, audit: datetime) -> Iterator[str]:
    password = user.password_last_used_at or user.created_at
    if user.password_enabled and password and password <= audit - STALE:
        yield "password"
    for key in user.active_keys:
        used = key.last_used_at or key.rotated_at
        if used and used <= audit - STALE:
            yield f"key {key.ordinal}"
