"""Few principals can change or delete logs in the log account."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._gaps import DETAILS_ACTION, unreadable_policy
from scanners.engine.checks.identity._grant import Grant
from scanners.engine.checks.identity._grants import Grants
from scanners.engine.checks.registry import Check
from scanners.engine.checks.storage._acl_sharing import WRITING, acl_gap, acl_strangers
from scanners.engine.checks.storage._actions import writes
from scanners.engine.checks.storage._buckets import known_buckets, log_buckets
from scanners.engine.checks.storage._delivery import delivers_balancer_logs
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, review, unknown
from scanners.engine.counts import counted
from scanners.engine.facts.iam import AuthorizationDetails, CredentialReport, IamRole, IamUser
from scanners.engine.facts.matching import covers_resource, pattern_matches
from scanners.engine.facts.policies import Statement
from scanners.engine.facts.s3 import Bucket, S3Facts
from scanners.engine.facts.trust import demands_value, names_everybody, principal_account
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

MAX_WRITERS = 3

check = Check(
    id="log_account_access_limited",
    title="Log account access limited",
    question="Who can change or delete logs in the log account?",
    needs=(AuthorizationDetails, S3Facts),
    also=(CredentialReport,),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Remove other writers from the bucket policy, restrict the roles, and deny deletion with a "
    "service control policy.",
    cli="aws iam list-entities-for-policy --policy-arn arn:aws:iam::aws:policy/AdministratorAccess",
    console="S3 > the log bucket > Permissions > Bucket policy; IAM > Roles.",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html",
)


@check.judge
def judge(
    scope: Scope, details: AuthorizationDetails, s3: S3Facts, report: CredentialReport | Unknown
) -> Iterator[Verdict]:
    """UNKNOWN in other accounts than the log account."""
    if not scope.is_log_account:
        detail = "This is not the log account. Connect the log account, or document who has access there."
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
        yield from _granted(scope, bucket, s3)
    if not log_buckets(s3, no_trails):
        names = [bucket.name for bucket in known_buckets(s3)]
        yield review(scope.account_arn, "No bucket of the log account allows CloudTrail to write.", buckets=names[:20])
    yield from _users(scope, report)
    yield from _writers(scope, details, log_buckets(s3, no_trails))


def _foreign_writers(scope: Scope, bucket: Bucket) -> Iterator[Verdict]:
    arn, policy = bucket.arn(scope.partition), bucket.policy
    if policy is None or isinstance(policy, Unknown):
        return
    writing = [one for one in policy.allows if writes(one)]
    foreign = [one for one in writing if _lets_others_in(scope, one)]
    labels = [one.label for one in foreign]
    if foreign:
        message = (
            f"The policy of log bucket {bucket.name} allows other accounts to change objects: {', '.join(labels)}."
        )
        yield failed(arn, message, region=bucket.region, statements=labels)
    elif not policy.is_readable:
        yield unknown(arn, unreadable_policy(policy, action="s3:GetBucketPolicy"), region=bucket.region)


def _lets_others_in(scope: Scope, statement: Statement) -> bool:
    """True for another account by account ID, or by a canonical user ID of unknown owner.

    Statements limited to this account, and AWS's log delivery accounts of load balancers, do not count.
    """
    if demands_value(statement, "aws:principalaccount", scope.account_id):
        return False
    people = [one for one in statement.principals if not delivers_balancer_logs(statement, one)]
    if names_everybody(statement) or any(one.kind == "CanonicalUser" for one in people):
        return True
    return bool({principal_account(one) for one in people} - {scope.account_id, ""})


def _granted(scope: Scope, bucket: Bucket, s3: S3Facts) -> Iterator[Verdict]:
    """Grantees that the ACL allows to write objects or the ACL itself."""
    arn = bucket.arn(scope.partition)
    if granted := acl_strangers(bucket, s3, permissions=WRITING):
        message = f"The ACL of log bucket {bucket.name} allows others to change its objects: {', '.join(granted[:10])}."
        yield review(arn, message, region=bucket.region, grants=list(granted[:20]))
    elif gap := acl_gap(bucket):
        yield unknown(arn, gap, region=bucket.region)


def _users(scope: Scope, report: CredentialReport | Unknown) -> Iterator[Verdict]:
    if isinstance(report, Unknown):
        yield unknown(scope.account_arn, report)
        return
    for user in report.console_users:
        yield review(user.arn, f"IAM user {user.name} can sign in to the log account. Document why.")


def _writers(scope: Scope, details: AuthorizationDetails, buckets: tuple[Bucket, ...]) -> Iterator[Verdict]:
    """Principals that can delete logs or change their retention: administrators, and those with these actions."""
    grants = Grants(details)
    arns = [arn for one in buckets for arn in (one.arn(scope.partition), f"{one.arn(scope.partition)}/AWSLogs/q7")]
    everybody: tuple[IamUser | IamRole, ...] = (*details.users, *details.roles)
    held = [(one, tuple(grants.of(one))) for one in everybody if not _is_expected(one)]
    writers = [one for one, policies in held if any(grant.is_admin or _writes(grant, arns) for grant in policies)]
    others = [policies for one, policies in held if one not in writers]
    unread = [grant for policies in others for grant in policies if not grant.document.is_readable]
    users = [one.name for one in writers if isinstance(one, IamUser)]
    roles = [one.name for one in writers if isinstance(one, IamRole)]
    message = f"{counted(len(roles), 'role')} and {counted(len(users), 'IAM user')} can change or delete logs here."
    if users or len(roles) > MAX_WRITERS:
        yield review(scope.account_arn, message, roles=roles[:50], users=users[:50])
    elif unread:
        yield unknown(scope.account_arn, unreadable_policy(unread[0].document, action=DETAILS_ACTION))
    else:
        yield passed(scope.account_arn, message, roles=roles)


def _writes(grant: Grant, arns: list[str]) -> bool:
    writing = [one for one in grant.document.allows if writes(one)]
    return any(covers_resource(one, arn) or _reaches_into(one, arn) for one in writing for arn in arns)


def _reaches_into(statement: Statement, arn: str) -> bool:
    """True if a resource pattern matches objects in the bucket."""
    return any(pattern_matches(one.partition("/")[0], arn) for one in statement.resources if "/" in one)


def _is_expected(entity: IamUser | IamRole) -> bool:
    if isinstance(entity, IamUser):
        return False
    return entity.is_written_by_aws and not entity.is_identity_center
