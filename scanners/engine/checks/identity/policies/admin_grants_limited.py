"""Only known roles and groups have administrator access."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import said
from scanners.engine.checks._gaps import DETAILS_ACTION, unreadable_policy
from scanners.engine.checks.identity._grants import Grants
from scanners.engine.checks.identity._roles import is_break_glass
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, review, unknown
from scanners.engine.facts.iam import AuthorizationDetails, IamGroup, IamRole, IamUser
from scanners.engine.facts.policies import Policy
from scanners.engine.scope import Scope

check = Check(
    id="admin_grants_limited",
    title="Administrator access limited",
    question="Who has administrator access or equivalent permissions?",
    needs=(AuthorizationDetails,),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Reduce the permissions, or grant them temporarily when they are required.",
    cli="aws iam list-entities-for-policy --policy-arn arn:aws:iam::aws:policy/AdministratorAccess",
    console="IAM > Policies > AdministratorAccess > Entities attached.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
)


@check.judge
def judge(scope: Scope, details: AuthorizationDetails) -> Iterator[Verdict]:
    """FAIL for users, REVIEW for roles and groups, which a person confirms."""
    grants, found = Grants(details), []
    for entity in details.holders:
        if not _is_expected(entity):
            found += list(_judge_entity(grants, entity))
    yield from found
    if not found:
        yield passed(scope.account_arn, "Only expected principals have administrator access.")


def _judge_entity(grants: Grants, entity: IamUser | IamGroup | IamRole) -> Iterator[Verdict]:
    rights, own = grants.admin_rights(entity), {one.label for one in grants.of(entity) if not one.via}
    held = [one for one in dict.fromkeys((*rights.paths, *rights.broad)) if one in own]
    policies = held or [one for one in rights.on_condition if one in own]
    unread: list[Policy] = [one.document for one in rights.unread if not one.via]
    seen = {"policies": ", ".join(policies), "means": ", ".join(rights.means)}
    if policies and isinstance(entity, IamUser) and (not held or grants.is_bounded(entity)):
        message = f"User {entity.name} could gain administrator access. Document what prevents it."
        yield review(entity.arn, message, **seen)
    elif policies and isinstance(entity, IamUser):
        yield failed(entity.arn, f"User {entity.name} has administrator access.", **seen)
    elif policies and isinstance(entity, IamRole):
        how = "holds" if held else "could gain"
        message = f"Role {entity.name} {how} administrator access. Confirm that it requires it."
        yield review(entity.arn, message, last_used_at=said(entity.last_used_at), **seen)
    elif policies:
        how = "holds" if held else "could gain"
        yield review(entity.arn, f"Group {entity.name} {how} administrator access. Confirm its members.", **seen)
    elif unread:
        yield unknown(entity.arn, unreadable_policy(unread[0], action=DETAILS_ACTION))


def _is_expected(entity: IamUser | IamGroup | IamRole) -> bool:
    """Decided by tags or AWS's own path; any role can copy the name of an AWS role."""
    if isinstance(entity, IamRole):
        return entity.is_written_by_aws or is_break_glass(entity)
    return isinstance(entity, IamUser) and is_break_glass(entity)
