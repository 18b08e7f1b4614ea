"""IAM users with administrator access have no active access keys."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._gaps import DETAILS_ACTION, unreadable_policy
from scanners.engine.checks.identity._grants import Grants
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.facts.iam import AuthorizationDetails, CredentialReport, IamUser
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

check = Check(
    id="privileged_users_with_keys",
    title="No access keys for administrators",
    question="Do IAM users with administrator access have active access keys?",
    needs=(CredentialReport, AuthorizationDetails),
    severity=Severity.HIGH,
    weight=Weight.SUPPORTING,
    fix="Move the permissions to a role that people or workloads assume, then delete the key.",
    cli="aws iam delete-access-key --user-name ... --access-key-id ...",
    console="IAM > Users > the user > Security credentials > Access keys.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
)


@check.judge
def judge(scope: Scope, report: CredentialReport, details: AuthorizationDetails) -> Iterator[Verdict]:
    """Considers inline, attached and group policies."""
    grants, users = Grants(details), {user.arn: user for user in details.users}
    found = []
    for row in report.users:
        user = users.get(row.arn)
        if not row.active_keys:
            continue
        if user is None:
            detail = f"User {row.name} is in the credential report only, so it was created or deleted during the scan."
            found.append(unknown(row.arn, Unknown(Reason.MALFORMED, DETAILS_ACTION, detail)))
            continue
        found += _judge_user(grants, user)
    yield from found
    if not report.users:
        yield not_applicable(scope.account_arn, "no_users", "The account has no IAM users.")
    elif not found:
        yield passed(scope.account_arn, "No IAM user with administrator access has an active access key.")


def _judge_user(grants: Grants, user: IamUser) -> Iterator[Verdict]:
    rights = grants.admin_rights(user)
    policies = list(rights.paths or rights.on_condition or rights.broad)
    if rights.paths and not grants.is_bounded(user):
        message = f"User {user.name} has administrator access and an active access key."
        yield failed(user.arn, message, policies=policies, means=list(rights.means))
    elif policies:
        how = "has" if rights.paths or not rights.on_condition else "could gain"
        what = "administrator access" if rights.paths or rights.on_condition else "access to nearly every service"
        message = f"User {user.name} {how} {what} and has an active access key. Document what limits it."
        yield review(user.arn, message, policies=policies, means=list(rights.means))
    elif rights.unread:
        yield unknown(user.arn, unreadable_policy(rights.unread[0].document, action=DETAILS_ACTION))
