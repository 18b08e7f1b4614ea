"""Permissions are granted through groups or roles, not to single users."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.identity._grant import is_aws_policy
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed
from scanners.engine.facts.iam import AuthorizationDetails, IamUser
from scanners.engine.scope import Scope

_HARMLESS = frozenset(["IAMUserChangePassword"])

check = Check(
    id="policies_on_groups_or_roles",
    title="Permissions granted through groups or roles",
    question="Are policies attached to groups and roles instead of single users?",
    needs=(AuthorizationDetails,),
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Move the policy to a group or, preferably, to a role.",
    cli="aws iam detach-user-policy --user-name ... --policy-arn ...",
    console="IAM > Users > the user > Permissions.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html",
)


@check.judge
def judge(scope: Scope, details: AuthorizationDetails) -> Iterator[Verdict]:
    """The permission to change the own password is left out."""
    if not details.users:
        yield not_applicable(scope.account_arn, "no_users", "The account has no IAM users.")
    for user in details.users:
        names = _direct(user)
        if names:
            message = f"User {user.name} has directly attached or inline policies: {', '.join(names[:10])}."
            yield failed(user.arn, message, policies=names)
        else:
            yield passed(user.arn, f"User {user.name} has no directly attached or inline policies.")


def _direct(user: IamUser) -> list[str]:
    attached = [one.name for one in user.attached if not is_aws_policy(one.arn, _HARMLESS)]
    return attached + [one.name for one in user.inline]
