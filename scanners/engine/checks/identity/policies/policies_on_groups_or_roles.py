"""Rights given to single users are forgotten when people change."""

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
    title="Rights come through groups or roles",
    question="Are policies attached to groups and roles rather than to single users?",
    needs=(AuthorizationDetails,),
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Move the policy to a group, or better to a role.",
    cli="aws iam detach-user-policy --user-name ... --policy-arn ...",
    console="IAM > Users > the user > Permissions.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html",
)


@check.judge
def judge(scope: Scope, details: AuthorizationDetails) -> Iterator[Verdict]:
    """The right to change one's own password does not count."""
    if not details.users:
        yield not_applicable(scope.account_arn, "no_users", "The account has no IAM users.")
    for user in details.users:
        names = _direct(user)
        if names:
            message = f"User {user.name} has policies of its own: {', '.join(names[:10])}."
            yield failed(user.arn, message, policies=names)
        else:
            yield passed(user.arn, f"User {user.name} has no policies of its own.")


def _direct(user: IamUser) -> list[str]:
    attached = [one.name for one in user.attached if not is_aws_policy(one.arn, _HARMLESS)]
    return attached + [one.name for one in user.inline]
