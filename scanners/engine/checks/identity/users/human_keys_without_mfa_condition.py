"""Long-lived access keys of people work only with MFA."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.identity._grants import Grants
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.iam import AuthorizationDetails, CredentialReport, IamUser
from scanners.engine.facts.matching import covers_action, covers_every_resource
from scanners.engine.facts.policies import Statement
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

_PROBES = ("s3:GetObject", "ec2:RunInstances", "iam:AttachUserPolicy", "iam:CreateUser", "sts:AssumeRole")
_HUMAN_TAGS = frozenset(["human", "person", "employee", "user"])

check = Check(
    id="human_keys_without_mfa_condition",
    title="MFA required for people's access keys",
    question="Can people use long-lived access keys without MFA?",
    needs=(CredentialReport, AuthorizationDetails),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Replace the keys with IAM Identity Center, or deny all actions without MFA.",
    cli="aws configure sso",
    console="IAM > Users > the user > Security credentials > Access keys.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html",
)


@check.judge
def judge(scope: Scope, report: CredentialReport, details: AuthorizationDetails) -> Iterator[Verdict]:
    """A person is a user with a password or a tag that says so."""
    grants, users = Grants(details), {user.arn: user for user in details.users}
    with_keys = [row for row in report.users if row.active_keys]
    people = [row for row in with_keys if row.password_enabled or _is_tagged_human(users.get(row.arn))]
    if not with_keys:
        yield not_applicable(scope.account_arn, "no_active_keys", "No IAM user has an active access key.")
    elif not people:
        yield passed(scope.account_arn, "No person has an active access key.")
    for row in people:
        user = users.get(row.arn)
        if user is None:
            detail = f"User {row.name} is in the credential report only, so it was created or deleted during the scan."
            yield unknown(row.arn, Unknown(Reason.MALFORMED, "iam:GetAccountAuthorizationDetails", detail))
        elif any(_denies_without_mfa(one) for grant in grants.of(user) for one in grant.document.denies):
            yield passed(row.arn, f"User {row.name} is denied all actions without MFA.")
        else:
            yield review(row.arn, f"User {row.name} has an access key that works without MFA.")


def _is_tagged_human(user: IamUser | None) -> bool:
    tags = () if user is None else user.tags
    return any(tag.value.lower() in _HUMAN_TAGS for tag in tags)


def _denies_without_mfa(statement: Statement) -> bool:
    """The usual form needs BoolIfExists: with plain Bool a key's request carries no MFA key, so nothing is denied.

    It leaves out what a person needs to register MFA and to sign in with it, which is far less than all of IAM.
    """
    return (
        all(covers_action(statement, action) for action in _PROBES)
        and covers_every_resource(statement)
        and len(statement.conditions) == 1
        and any(
            one.key == "aws:multifactorauthpresent"
            and one.values == ("false",)
            and one.operator == "bool"
            and one.if_exists
            for one in statement.conditions
        )
    )
