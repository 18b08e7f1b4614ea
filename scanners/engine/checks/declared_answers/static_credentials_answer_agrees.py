"""There are no active access keys if the answer says that there are no long-term credentials."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.declared_answers._answers import agrees, not_answered
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, review, unknown
from scanners.engine.facts.iam import CredentialReport, ServiceCredentials
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="static_credentials_answer_agrees",
    title="No long-term credentials, as declared",
    question="Are there access keys although the answer says that there are no long-term credentials?",
    needs=(CredentialReport,),
    also=(ServiceCredentials,),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Correct the answer, or delete the keys.",
    console="IAM > Users > the user > Security credentials.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
)


@check.judge
def judge(scope: Scope, report: CredentialReport, services: ServiceCredentials | Unknown) -> Iterator[Verdict]:
    """Applies only if the answer is no."""
    if scope.has_static_credentials is not False:
        yield not_answered(scope)
        return
    holders = [user for user in report.users if user.active_keys]
    for user in holders:
        message = (
            f"The answer says that there are no long-term credentials, but user {user.name} has an active access key."
        )
        yield review(user.arn, message)
    if isinstance(services, Unknown):
        yield unknown(scope.account_arn, services)
        return
    others = sorted({one.user_name for one in services.credentials if one.status == "Active"})
    if others:
        message = (
            "The answer says that there are no long-term credentials, but users have "
            f"service-specific credentials: {others[0]}."
        )
        yield review(scope.account_arn, message, users=others[:20])
    if not holders and not others:
        yield agrees(scope)
