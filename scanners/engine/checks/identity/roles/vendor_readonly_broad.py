"""Roles of third-party accounts have no administrator access and cannot read data of the whole account."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._gaps import DETAILS_ACTION, unreadable_policy
from scanners.engine.checks.identity._grant import ADMIN_NAMES, Grant, is_aws_policy
from scanners.engine.checks.identity._grants import Grants
from scanners.engine.checks.identity._third_parties import parties_of_role
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.counts import counted
from scanners.engine.facts.iam import AuthorizationDetails, IamRole
from scanners.engine.facts.matching import covers_action, covers_everything_of
from scanners.engine.facts.organization import OrgFacts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

# AWS managed policies that read data of the whole account or change it; their texts may not be at hand.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html
_BROAD_NAMES = ADMIN_NAMES | {
    "PowerUserAccess",
    "ReadOnlyAccess",
    "AmazonS3FullAccess",
    "AmazonS3ReadOnlyAccess",
    "DatabaseAdministrator",
    "DataScientist",
    "NetworkAdministrator",
    "SystemAdministrator",
}
# Actions that read the content of data stores, of which a monitoring vendor needs none.
_DATA_ACTIONS = (
    "s3:GetObject",
    "dynamodb:GetItem",
    "dynamodb:Query",
    "dynamodb:Scan",
    "secretsmanager:GetSecretValue",
    "ssm:GetParameter",
    "kinesis:GetRecords",
    "sqs:ReceiveMessage",
    "athena:GetQueryResults",
    "rds-data:ExecuteStatement",
    "redshift-data:ExecuteStatement",
    "es:ESHttpGet",
    "codecommit:GitPull",
    "ecr:GetDownloadUrlForLayer",
    "ebs:GetSnapshotBlock",
)

check = Check(
    id="vendor_readonly_broad",
    title="No broad data access for third parties",
    question="Do roles of third-party accounts have AdministratorAccess, ReadOnlyAccess or similar permissions?",
    needs=(AuthorizationDetails,),
    also=(OrgFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Replace the policy with SecurityAudit, ViewOnlyAccess or a policy that lists what the third party needs.",
    cli="aws iam detach-role-policy --role-name ... --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess",
    console="IAM > Roles > the role > Permissions.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html",
)


@check.judge
def judge(scope: Scope, details: AuthorizationDetails, organization: OrgFacts | Unknown) -> Iterator[Verdict]:
    """REVIEW for each role of a third party with administrator access or read access to all data."""
    grants, found, narrow = Grants(details), [], 0
    for role in details.roles:
        if role.is_reserved:
            continue
        who = parties_of_role(scope, role, organization)
        verdict = _judge_role(role, ", ".join(who[:5]), tuple(grants.of(role))) if who else None
        if verdict:
            found.append(verdict)
        elif not role.trust.is_readable:
            found.append(unknown(role.arn, unreadable_policy(role.trust, action=DETAILS_ACTION)))
        else:
            narrow += bool(who)
    yield from found
    if not found and narrow:
        message = (
            f"{counted(narrow, 'role')} of third parties, none with administrator access or read access to all data."
        )
        yield passed(scope.account_arn, message, roles=narrow)
    elif not found:
        yield not_applicable(scope.account_arn, "no_foreign_trust", "No role trusts a third-party account.")


def _judge_role(role: IamRole, who: str, grants: tuple[Grant, ...]) -> Verdict | None:
    broad = [(grant, what) for grant in grants if (what := _breadth(grant))]
    if broad:
        named = ", ".join(f"{grant.label} ({what})" for grant, what in broad[:5])
        message = f"Role {role.name} grants {who} broad access: {named}. Document why, or restrict the policy."
        return review(role.arn, message, trusted=who, policies=[grant.label for grant, _ in broad][:20])
    unread = next((grant for grant in grants if not grant.document.is_readable), None)
    return unknown(role.arn, unreadable_policy(unread.document, action=DETAILS_ACTION)) if unread else None


def _breadth(grant: Grant) -> str:
    """What the policy allows in the whole account, in a few words; "" where it is limited."""
    if grant.is_admin:
        return "administrator"
    if grant.is_admin_on_condition:
        return "administrator under a condition"
    if is_aws_policy(grant.arn, _BROAD_NAMES):
        return "reads or changes the whole account"
    for statement in grant.document.allows:
        for action in _DATA_ACTIONS:
            if covers_action(statement, action) and covers_everything_of(statement, action.partition(":")[0]):
                return f"{action} on every resource"
    return ""
