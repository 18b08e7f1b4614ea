"""Roles were used in the last 180 days."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import NEVER, days_since, said
from scanners.engine.checks.identity._roles import is_break_glass
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, passed, review
from scanners.engine.counts import counted
from scanners.engine.facts.iam import AuthorizationDetails, IamRole
from scanners.engine.scope import Scope

MAX_DAYS = 180
GRACE_DAYS = 90

check = Check(
    id="stale_roles",
    title="No stale roles",
    question="Are there roles that are not used?",
    needs=(AuthorizationDetails,),
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Check that the role is not needed, then delete it.",
    cli="aws iam delete-role --role-name ...",
    console="IAM > Roles > sort by last activity.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage_delete.html",
)


@check.judge
def judge(scope: Scope, details: AuthorizationDetails) -> Iterator[Verdict]:
    """AWS keeps the last use for about 400 days; no date means no use in that time."""
    judged = [role for role in details.roles if not _is_excluded(role)]
    stale = [role for role in judged if _is_stale(scope, role)]
    for role in stale:
        days = days_since(scope, role.last_used_at)
        how = "in the last 400 days" if days == NEVER else f"for {days} days"
        message = f"Role {role.name} has not been used {how}."
        yield review(role.arn, message, last_used_at=said(role.last_used_at), created_at=said(role.created_at))
    if not stale:
        yield passed(scope.account_arn, f"{counted(len(judged), 'role')}, none of which is stale.")


def _is_stale(scope: Scope, role: IamRole) -> bool:
    return days_since(scope, role.last_used_at) > MAX_DAYS and days_since(scope, role.created_at) >= GRACE_DAYS


def _is_excluded(role: IamRole) -> bool:
    return role.is_reserved or role.name == "OrganizationAccountAccessRole" or is_break_glass(role)
