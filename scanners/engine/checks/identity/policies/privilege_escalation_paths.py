"""No principal can grant itself administrator access (privilege escalation)."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._gaps import DETAILS_ACTION, unreadable_policy
from scanners.engine.checks.identity._grants import Grants
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, passed, review, unknown
from scanners.engine.facts.administration import Kind, Route
from scanners.engine.facts.effective import Reach
from scanners.engine.facts.iam import AuthorizationDetails, IamRole, IamUser
from scanners.engine.scope import Scope

_KINDS = frozenset(Kind) - {Kind.BROAD}
_MAX_PATHS = 50

check = Check(
    id="privilege_escalation_paths",
    title="No privilege escalation paths",
    question="Can a principal without administrator access gain it?",
    needs=(AuthorizationDetails,),
    severity=Severity.HIGH,
    weight=Weight.SUPPORTING,
    fix="Limit iam:PassRole to the roles that are required, and set permissions boundaries.",
    cli="aws iam put-role-permissions-boundary --role-name ... --permissions-boundary ...",
    console="IAM > Policies > the policy > Edit.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
)


@check.judge
def judge(scope: Scope, details: AuthorizationDetails) -> Iterator[Verdict]:
    """Unrestricted resources, or an administrator of the account; what is denied outright does not count."""
    grants, found = Grants(details), []
    for entity in _judged(details):
        if grants.is_full_admin(entity):
            continue
        paths = [_said(one) for one in grants.routes(entity) if one.reach >= Reach.CONDITIONAL and one.kind in _KINDS]
        unread = [one for one in grants.of(entity) if not one.document.is_readable]
        if paths:
            kind = "Role" if isinstance(entity, IamRole) else "User"
            message = f"{kind} {entity.name} could gain administrator access: {'; '.join(paths[:5])}."
            evidence = paths[:_MAX_PATHS]
            found.append(review(entity.arn, message, combinations=evidence, has_boundary=bool(entity.boundary_arn)))
        elif unread:
            found.append(unknown(entity.arn, unreadable_policy(unread[0].document, action=DETAILS_ACTION)))
    yield from found
    if not found:
        yield passed(scope.account_arn, "No principal was found that could gain administrator access.")


def _said(route: Route) -> str:
    return route.text if route.reach is Reach.YES else f"{route.text} (with a condition)"


def _judged(details: AuthorizationDetails) -> Iterator[IamUser | IamRole]:
    """Groups are left out, because they act through their users, and so are roles that AWS created."""
    yield from details.users
    yield from (role for role in details.roles if not role.is_written_by_aws)
