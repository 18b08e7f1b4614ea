"""A role nobody uses is one more way in."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import NEVER, days_since, said
from scanners.engine.checks.identity._roles import is_break_glass
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, passed, review
from scanners.engine.facts.iam import AuthorizationDetails, IamRole
from scanners.engine.scope import Scope

MAX_DAYS = 180
GRACE_DAYS = 90

check = Check(
    id="stale_roles",
    title="Every role is in use",
    question="Are there roles that nobody uses?",
    needs=(AuthorizationDetails,),
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Look at the role, then delete it.",
    cli="aws iam delete-role --role-name ...",
    console="IAM > Roles > sort by last activity.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage_delete.html",
)


@check.judge
def judge(scope: Scope, details: AuthorizationDetails) -> Iterator[Verdict]:
    """AWS remembers about 400 days: no time at all means not in all of them."""
    judged = [role for role in details.roles if not _is_excluded(role)]
    stale = [role for role in judged if _is_stale(scope, role)]
    for role in stale:
        days = days_since(scope, role.last_used_at)
        how = "in the time AWS remembers" if days == NEVER else f"for {days} days"
        message = f"Role {role.name} has not been used {how}."
        yield review(role.arn, message, last_used_at=said(role.last_used_at), created_at=said(role.created_at))
    if not stale:
        yield passed(scope.account_arn, f"All {len(judged)} roles are in use or new.")


def _is_stale(scope: Scope, role: IamRole) -> bool:
    return days_since(scope, role.last_used_at) > MAX_DAYS and days_since(scope, role.created_at) >= GRACE_DAYS


def _is_excluded(role: IamRole) -> bool:
    return role.is_reserved or role.name == "OrganizationAccountAccessRole" or is_break_glass(role)
