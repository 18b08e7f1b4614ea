"""Forced expiry is no longer advised; a hard one can lock everybody out."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review
from scanners.engine.facts.iam import CredentialReport, PasswordPolicyFacts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="password_expiry_info",
    title="Password expiry",
    question="Do passwords expire, and could people be locked out by it?",
    needs=(PasswordPolicyFacts,),
    also=(CredentialReport,),
    severity=Severity.INFO,
    weight=Weight.ADVISORY,
    fix="Let people change an expired password themselves instead of needing an administrator.",
    cli="aws iam update-account-password-policy --no-hard-expiry ...",
    console="IAM > Account settings > Password policy > Edit.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html",
)


@check.judge
def judge(scope: Scope, facts: PasswordPolicyFacts, report: CredentialReport | Unknown) -> Iterator[Verdict]:
    """Shown for information; never a failure."""
    policy = facts.policy
    if not isinstance(report, Unknown) and not report.console_users:
        yield not_applicable(scope.account_arn, "no_console_users", "No IAM user has a console password.")
    elif policy and policy.hard_expiry:
        message = "Expired passwords need an administrator; make sure that one can always sign in."
        yield review(scope.account_arn, message, max_age_days=policy.max_age_days)
    elif policy and policy.max_age_days:
        message = f"Passwords expire after {policy.max_age_days} days."
        yield passed(scope.account_arn, message, max_age_days=policy.max_age_days)
    else:
        yield passed(scope.account_arn, "Passwords do not expire.", max_age_days=0)
