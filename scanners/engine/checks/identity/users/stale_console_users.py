"""IAM users with a console password are in use."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import NEVER, days_since, said
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, unknown
from scanners.engine.facts.iam import CredentialReport, ReportedUser
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

MAX_DAYS = 90
GRACE_DAYS = 30

check = Check(
    id="stale_console_users",
    title="No stale console users",
    question="Are there console users that do not sign in?",
    needs=(CredentialReport,),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Remove the console password, or delete the user.",
    cli="aws iam delete-login-profile --user-name ...",
    console="IAM > Users > the user > Security credentials > Console sign-in.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html",
)


@check.judge
def judge(scope: Scope, report: CredentialReport) -> Iterator[Verdict]:
    """Users without a password are ignored."""
    if not report.console_users:
        yield not_applicable(scope.account_arn, "no_console_users", "No IAM user has a console password.")
    for user in report.console_users:
        yield _judge_user(scope, user)


def _judge_user(scope: Scope, user: ReportedUser) -> Verdict:
    seen = {"password_last_used_at": said(user.password_last_used_at), "created_at": said(user.created_at)}
    created = days_since(scope, user.created_at)
    idle = created if user.password_last_used_at is None else days_since(scope, user.password_last_used_at)
    if idle == NEVER:
        detail = "The credential report has neither a creation date nor a last sign-in for the user."
        return unknown(user.arn, Unknown(Reason.MALFORMED, "iam:GetCredentialReport", detail))
    if idle > MAX_DAYS and created >= GRACE_DAYS:
        return failed(user.arn, f"User {user.name} has not signed in for {idle} days.", **seen)
    return passed(user.arn, f"User {user.name} signed in recently or is new.", **seen)
