"""People use federated roles to sign in."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import days_since, said
from scanners.engine.checks.identity._roles import is_federated_human
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, passed, review
from scanners.engine.counts import counted
from scanners.engine.facts.iam import AuthorizationDetails
from scanners.engine.scope import Scope

MAX_DAYS = 90

check = Check(
    id="federated_access_used",
    title="Federated access in use",
    question="Do people sign in through federated roles?",
    needs=(AuthorizationDetails,),
    severity=Severity.INFO,
    weight=Weight.SUPPORTING,
    fix="Enable IAM Identity Center and have people sign in through it.",
    console="IAM Identity Center > Enable.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers.html",
)


@check.judge
def judge(scope: Scope, details: AuthorizationDetails) -> Iterator[Verdict]:
    """PASS with one federated role in use."""
    roles = [role for role in details.roles if is_federated_human(role)]
    used = [role for role in roles if days_since(scope, role.last_used_at) <= MAX_DAYS]
    for role in used:
        message = f"Federated role {role.name} was used in the last {MAX_DAYS} days."
        yield passed(role.arn, message, last_used_at=said(role.last_used_at))
    if not used:
        message = "No federated role exists."
        if roles:
            message = f"{counted(len(roles), 'federated role')}, not used in the last {MAX_DAYS} days."
        yield review(scope.account_arn, message, roles=[role.name for role in roles[:20]])
