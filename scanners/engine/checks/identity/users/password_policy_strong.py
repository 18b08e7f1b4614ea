"""The IAM password policy is strong if IAM users have passwords."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from scanners.engine.checks.identity._sources import not_yet_reported
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review
from scanners.engine.counts import counted
from scanners.engine.facts.iam import AuthorizationDetails, CredentialReport, PasswordPolicy, PasswordPolicyFacts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

MIN_LENGTH = 14
MIN_CLASSES = 3
GOOD_REUSE = 24

check = Check(
    id="password_policy_strong",
    title="Strong IAM password policy",
    question="If IAM users have passwords, is the password policy strong?",
    needs=(PasswordPolicyFacts, CredentialReport),
    also=(AuthorizationDetails,),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Require 14 characters, three character types, and no reuse of the last 24 passwords.",
    cli="aws iam update-account-password-policy --minimum-password-length 14 --password-reuse-prevention 24 "
    "--require-symbols --require-numbers --require-uppercase-characters --require-lowercase-characters",
    console="IAM > Account settings > Password policy > Edit.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html",
)


@check.judge
def judge(
    scope: Scope, facts: PasswordPolicyFacts, report: CredentialReport, details: AuthorizationDetails | Unknown
) -> Iterator[Verdict]:
    """An account without a custom password policy has AWS's weak default."""
    count, policy = len(report.console_users), facts.policy
    newcomers = tuple(not_yet_reported(report, details))
    if not count and newcomers:
        yield from newcomers
    elif not count:
        yield not_applicable(scope.account_arn, "no_console_users", "No IAM user has a console password.")
    elif policy is None:
        message = f"The account has no custom password policy, and {counted(count, 'user')} with a console password."
        yield failed(scope.account_arn, message, console_users=count)
    elif weak := _weaknesses(policy):
        message = f"The password policy is too weak: {', '.join(weak)}."
        yield failed(scope.account_arn, message, console_users=count, **asdict(policy))
    elif policy.reuse_prevention < GOOD_REUSE:
        message = (
            f"The password policy prevents reuse of {policy.reuse_prevention} passwords; {GOOD_REUSE} is recommended."
        )
        yield review(scope.account_arn, message, console_users=count, **asdict(policy))
    else:
        yield passed(scope.account_arn, "The password policy is strong.", console_users=count, **asdict(policy))


def _weaknesses(policy: PasswordPolicy) -> list[str]:
    classes = sum((policy.require_symbols, policy.require_numbers, policy.require_uppercase, policy.require_lowercase))
    found = []
    if policy.minimum_length < MIN_LENGTH:
        found.append(f"{policy.minimum_length} characters instead of {MIN_LENGTH}")
    if classes < MIN_CLASSES:
        found.append(f"{classes} character types instead of {MIN_CLASSES}")
    if policy.reuse_prevention < 1:
        found.append("password reuse is allowed")
    return found
