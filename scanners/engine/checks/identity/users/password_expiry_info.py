"""Password expiration of IAM users, for information: hard expiry can lock users out."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review
from scanners.engine.facts.iam import CredentialReport, PasswordPolicyFacts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="password_expiry_info",
    title="Password expiration",
    question="Do passwords expire, and can users be locked out?",
    needs=(PasswordPolicyFacts,),
    also=(CredentialReport,),
    severity=Severity.INFO,
    weight=Weight.ADVISORY,
    fix="Turn off “Password expiration requires administrator reset”.",
    cli="aws iam update-account-password-policy --no-hard-expiry ...",
    console="IAM > Account settings > Password policy > Edit.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html",
)


@check.judge
def judge(scope: Scope, facts: PasswordPolicyFacts, report: CredentialReport | Unknown) -> Iterator[Verdict]:
    """Never FAIL: current guidance advises against forced expiration."""
    policy = facts.policy
    if not isinstance(report, Unknown) and not report.console_users:
        yield not_applicable(scope.account_arn, "no_console_users", "No IAM user has a console password.")
    elif policy and policy.hard_expiry:
        message = (
            "Expired passwords require an administrator reset. Make sure that an administrator can always sign in."
        )
        yield review(scope.account_arn, message, max_age_days=policy.max_age_days)
    elif policy and policy.max_age_days:
        message = f"Passwords expire after {policy.max_age_days} days."
        yield passed(scope.account_arn, message, max_age_days=policy.max_age_days)
    else:
        yield passed(scope.account_arn, "Passwords do not expire.", max_age_days=0)
