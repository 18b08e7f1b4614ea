"""Administrators can manage the account through a role, without the root user."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._gaps import DETAILS_ACTION, unreadable_policy
from scanners.engine.checks._own import own_account_ids
from scanners.engine.checks.identity._grants import Grants
from scanners.engine.checks.identity._roles import is_human
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, passed, review, unknown
from scanners.engine.facts.iam import AuthorizationDetails
from scanners.engine.facts.organization import OrgFacts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="admin_access_without_root",
    title="Administrator access without the root user",
    question="Can people assume an administrator role, so that the root user is not required?",
    needs=(AuthorizationDetails,),
    also=(OrgFacts,),
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Create an IAM Identity Center permission set or a federated role with administrator access.",
    console="IAM Identity Center > Permission sets > Create permission set.",
    source="https://docs.aws.amazon.com/singlesignon/latest/userguide/get-set-up-for-idc.html",
)


@check.judge
def judge(scope: Scope, details: AuthorizationDetails, organization: OrgFacts | Unknown) -> Iterator[Verdict]:
    """PASS with one such role; policies that could not be read matter only when no role is found."""
    grants, own = Grants(details), own_account_ids(scope, organization)
    rights = [(role, grants.admin_rights(role)) for role in details.roles if is_human(role, own)]
    admins = [role for role, right in rights if right.paths]
    for role in admins:
        yield passed(role.arn, f"Role {role.name} gives people administrator access to the account.")
    unread = [one for _, right in rights for one in right.unread]
    if not admins and unread:
        yield unknown(scope.account_arn, unreadable_policy(unread[0].document, action=DETAILS_ACTION))
    elif not admins:
        yield review(scope.account_arn, "No administrator role was found that people can assume.")
