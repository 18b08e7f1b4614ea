"""IAM users with a console password belong to one person each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanners.engine.checks._ages import days_since
from scanners.engine.checks.identity._sources import not_yet_reported
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review
from scanners.engine.facts.iam import AuthorizationDetails, CredentialReport, ReportedUser
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

_GENERIC = frozenset(
    [
        "admin",
        "administrator",
        "deploy",
        "dev",
        "developer",
        "devops",
        "guest",
        "info",
        "master",
        "ops",
        "prod",
        "root",
        "service",
        "shared",
        "staging",
        "support",
        "sysadmin",
        "team",
        "temp",
        "test",
        "tester",
        "user",
        "vendor",
    ]
)

check = Check(
    id="shared_users_suspected",
    title="No shared IAM users",
    question="Do several people share an IAM user?",
    needs=(CredentialReport,),
    also=(AuthorizationDetails,),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Create an IAM Identity Center user for each person, then delete the shared user.",
    cli="aws iam delete-login-profile --user-name ...",
    console="IAM Identity Center > Users > Add user.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
)


@check.judge
def judge(scope: Scope, report: CredentialReport, details: AuthorizationDetails | Unknown) -> Iterator[Verdict]:
    """Names and usage are signs only, so REVIEW; a declared owner makes it PASS."""
    newcomers = tuple(not_yet_reported(report, details))
    yield from newcomers
    if newcomers and not report.console_users:
        return
    if not report.users:
        yield not_applicable(scope.account_arn, "no_users", "The account has no IAM users.")
    elif not report.console_users:
        yield passed(scope.account_arn, "No IAM user has a console password.")
    for user in report.console_users:
        yield _judge_user(scope, user)


def _judge_user(scope: Scope, user: ReportedUser) -> Verdict:
    if _is_used_twice(scope, user):
        return review(
            user.arn,
            f"The password and the access key of user {user.name} were both used this week. Document who uses them.",
        )
    if user.name in scope.person_user_names:
        return passed(user.arn, f"User {user.name} is declared to belong to one person.")
    if is_generic(user.name):
        return review(user.arn, f"The name of user {user.name} is not a person's name. Document who uses it.")
    return review(user.arn, f"No owner is declared for user {user.name}.")


def is_generic(name: str) -> bool:
    """True if a word of the name is a job, an environment or a team."""
    words = re.split(r"[^a-z]+", name.lower())
    return any(word in _GENERIC for word in words)


def _is_used_twice(scope: Scope, user: ReportedUser) -> bool:
    key_used = any(days_since(scope, key.last_used_at) <= 7 for key in user.active_keys)
    return key_used and days_since(scope, user.password_last_used_at) <= 7
