"""IAM users with a console password have MFA."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import hours_since, said
from scanners.engine.checks.identity._sources import deleted_since, not_yet_reported
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.facts.iam import AuthorizationDetails, CredentialReport
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="iam_console_users_have_mfa",
    title="MFA enabled for console users",
    question="Does every IAM user with a console password have MFA?",
    needs=(CredentialReport,),
    also=(AuthorizationDetails,),
    severity=Severity.CRITICAL,
    weight=Weight.DECISIVE,
    fix="Register MFA for the user, or remove the console password. Deny all actions to sessions without MFA.",
    cli="aws iam delete-login-profile --user-name ...",
    console="IAM > Users > the user > Security credentials > Assign MFA device.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html",
)


@check.judge
def judge(scope: Scope, report: CredentialReport, details: AuthorizationDetails | Unknown) -> Iterator[Verdict]:
    """The root user has a check of its own. A user created today is REVIEW, because setup may not be finished."""
    newcomers, gone = tuple(not_yet_reported(report, details)), deleted_since(report, details)
    yield from newcomers
    if not report.console_users and not newcomers:
        yield not_applicable(scope.account_arn, "no_console_users", "No IAM user has a console password.")
    for user in report.console_users:
        if user.arn in gone:
            yield unknown(user.arn, gone[user.arn])
            continue
        seen = {"created_at": said(user.created_at), "report_generated_at": said(report.generated_at)}
        if user.mfa_active:
            yield passed(user.arn, f"User {user.name} has MFA.", **seen)
        elif hours_since(scope, user.created_at) < 24:
            yield review(user.arn, f"User {user.name} was created today and has no MFA yet.", **seen)
        else:
            yield failed(user.arn, f"User {user.name} can sign in to the console without MFA.", **seen)
