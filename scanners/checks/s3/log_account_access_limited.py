"""In the log account only few may touch the log."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.checks._gaps import DETAILS_ACTION, unreadable_policy
from scanners.checks.iam._grants import Grants
from scanners.checks.iam._roles import is_platform_role
from scanners.checks.s3._buckets import known_buckets, log_buckets
from scanners.checks.s3._writing import is_writing
from scanners.facts.iam import AuthorizationDetails, CredentialReport, IamRole
from scanners.facts.s3 import Bucket, S3Facts
from scanners.facts.trust import names_everybody, trusted_accounts
from scanners.facts.unknown import Reason, Unknown
from scanners.registry import Check, Scope
from scanners.verdicts import Severity, Verdict, Weight, failed, passed, review, unknown

MAX_ADMINS = 3

check = Check(
    id="log_account_access_limited",
    title="Few can reach the logs",
    question="Who can reach the log bucket in the log account?",
    needs=(AuthorizationDetails, S3Facts),
    also=(CredentialReport,),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Remove writers from the bucket policy, narrow the roles, and deny deletion by a service control policy.",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html",
)


@check.judge
def judge(
    scope: Scope, details: AuthorizationDetails, s3: S3Facts, report: CredentialReport | Unknown
) -> Iterator[Verdict]:
    """Judged in the log account only; elsewhere it is a question for that account."""
    if not scope.is_log_account:
        detail = "This is not the log account; connect it, or list who has access there."
        yield unknown(scope.account_arn, Unknown(Reason.NOT_COLLECTED, "", detail))
        return
    if isinstance(s3.buckets, Unknown):
        yield unknown(scope.account_arn, s3.buckets)
        return
    no_trails = Unknown(Reason.NOT_COLLECTED, "")
    for bucket in known_buckets(s3):
        if isinstance(bucket.policy, Unknown):
            yield unknown(bucket.arn(scope.partition), bucket.policy, region=bucket.region)
    for bucket in log_buckets(s3, no_trails):
        yield from _foreign_writers(scope, bucket)
    if not log_buckets(s3, no_trails):
        names = [bucket.name for bucket in known_buckets(s3)]
        yield review(scope.account_arn, "No bucket of the log account lets CloudTrail write.", buckets=names[:20])
    yield from _users(scope, report)
    yield from _admins(scope, details)


def _foreign_writers(scope: Scope, bucket: Bucket) -> Iterator[Verdict]:
    arn, policy = bucket.arn(scope.partition), bucket.policy
    if policy is None or isinstance(policy, Unknown):
        return
    writing = [one for one in policy.allows if is_writing(one)]
    foreign = [one for one in writing if names_everybody(one) or {*trusted_accounts(one)} - {scope.account_id}]
    labels = [one.label for one in foreign]
    if foreign:
        message = f"The policy of log bucket {bucket.name} lets other accounts change its content: {', '.join(labels)}."
        yield failed(arn, message, region=bucket.region, statements=labels)
    elif not policy.is_readable:
        yield unknown(arn, unreadable_policy(policy, action="s3:GetBucketPolicy"), region=bucket.region)


def _users(scope: Scope, report: CredentialReport | Unknown) -> Iterator[Verdict]:
    if isinstance(report, Unknown):
        yield unknown(scope.account_arn, report)
        return
    for user in report.console_users:
        yield review(user.arn, f"IAM user {user.name} can sign in to the log account; say why.")


def _admins(scope: Scope, details: AuthorizationDetails) -> Iterator[Verdict]:
    grants = Grants(details)
    roles = [role for role in details.roles if not _is_expected(role)]
    rights = [(role, grants.admin_rights(role)) for role in roles]
    admins = [role.name for role, right in rights if right.paths]
    unread = [one for _, right in rights for one in right.unread]
    if len(admins) > MAX_ADMINS:
        message = f"{len(admins)} roles have administrator rights in the log account."
        yield review(scope.account_arn, message, roles=admins[:50])
    elif unread:
        yield unknown(scope.account_arn, unreadable_policy(unread[0].document, action=DETAILS_ACTION))
    else:
        message = f"{len(admins)} roles have administrator rights in the log account."
        yield passed(scope.account_arn, message, roles=admins)


def _is_expected(role: IamRole) -> bool:
    return (role.is_reserved and not role.is_identity_center) or is_platform_role(role)
