"""IAM users have no active X.509 signing certificates, which are static credentials."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review
from scanners.engine.counts import counted
from scanners.engine.facts.iam import CredentialReport
from scanners.engine.scope import Scope

check = Check(
    id="iam_certificates_active",
    title="No active signing certificates",
    question="Do IAM users have active signing certificates?",
    needs=(CredentialReport,),
    severity=Severity.LOW,
    weight=Weight.ADVISORY,
    fix="Delete the certificates that are not used.",
    cli="aws iam delete-signing-certificate --user-name ... --certificate-id ...",
    console="IAM > Users > the user > Security credentials > X.509 signing certificates.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html",
)


@check.judge
def judge(scope: Scope, report: CredentialReport) -> Iterator[Verdict]:
    """One verdict per user with an active certificate."""
    holders = [user for user in report.users if user.active_certificates]
    if not report.users:
        yield not_applicable(scope.account_arn, "no_users", "The account has no IAM users.")
    elif not holders:
        yield passed(scope.account_arn, "No IAM user has an active signing certificate.")
    for user in holders:
        message = f"User {user.name} has {counted(user.active_certificates, 'active signing certificate')}."
        yield review(user.arn, message, certificates=user.active_certificates)
