"""Who says that there are no long-term credentials should have no access key that works, nor one of a service."""

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
    title="No long-term credentials, as said",
    question="Are there access keys although no long-term credentials are said to exist?",
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
    """Only a clear no can be contradicted."""
    if scope.has_static_credentials is not False:
        yield not_answered(scope)
        return
    holders = [user for user in report.users if user.active_keys]
    for user in holders:
        message = f"No long-term credentials are said to exist, but user {user.name} has an access key that works."
        yield review(user.arn, message)
    if isinstance(services, Unknown):
        yield unknown(scope.account_arn, services)
        return
    others = sorted({one.user_name for one in services.credentials if one.status == "Active"})
    if others:
        message = f"No long-term credentials are said to exist, but users have some of single services: {others[0]}."
        yield review(scope.account_arn, message, users=others[:20])
    if not holders and not others:
        yield agrees(scope)
