"""Some combinations of rights let their holder become an administrator."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._gaps import DETAILS_ACTION, unreadable_policy
from scanners.engine.checks.identity._grants import Grant, Grants, reaches_all
from scanners.engine.checks.identity._roles import is_platform_role
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, passed, review, unknown
from scanners.engine.facts.iam import AuthorizationDetails, IamRole, IamUser
from scanners.engine.scope import Scope

_COMBINATIONS = (
    ("iam:CreatePolicyVersion",),
    ("iam:SetDefaultPolicyVersion",),
    ("iam:AttachUserPolicy",),
    ("iam:AttachGroupPolicy",),
    ("iam:AttachRolePolicy",),
    ("iam:PutUserPolicy",),
    ("iam:PutGroupPolicy",),
    ("iam:PutRolePolicy",),
    ("iam:AddUserToGroup",),
    ("iam:CreateAccessKey",),
    ("iam:CreateLoginProfile",),
    ("iam:UpdateLoginProfile",),
    ("iam:UpdateAssumeRolePolicy", "sts:AssumeRole"),
    ("iam:PassRole", "ec2:RunInstances"),
    ("iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"),
    ("iam:PassRole", "lambda:CreateFunction", "lambda:AddPermission"),
    ("iam:PassRole", "lambda:CreateFunction", "lambda:CreateEventSourceMapping"),
    ("iam:PassRole", "cloudformation:CreateStack"),
    ("iam:PassRole", "codebuild:CreateProject", "codebuild:StartBuild"),
    ("iam:PassRole", "ecs:RegisterTaskDefinition", "ecs:RunTask"),
    ("iam:PassRole", "glue:CreateDevEndpoint"),
    ("iam:PassRole", "glue:CreateJob", "glue:StartJobRun"),
    ("iam:PassRole", "sagemaker:CreateNotebookInstance", "sagemaker:CreatePresignedNotebookInstanceUrl"),
    ("iam:PassRole", "states:CreateStateMachine", "states:StartExecution"),
    ("lambda:UpdateFunctionCode",),
    ("ssm:SendCommand",),
)

_ACTIONS = tuple(dict.fromkeys(action for combination in _COMBINATIONS for action in combination))

check = Check(
    id="privilege_escalation_paths",
    title="Nobody can make themselves administrator",
    question="Can a principal that is not an administrator make itself one?",
    needs=(AuthorizationDetails,),
    severity=Severity.HIGH,
    weight=Weight.SUPPORTING,
    fix="Limit iam:PassRole to the roles that are needed, and set permissions boundaries.",
    cli="aws iam put-role-permissions-boundary --role-name ... --permissions-boundary ...",
    console="IAM > Policies > the policy > Edit.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
)


@check.judge
def judge(scope: Scope, details: AuthorizationDetails) -> Iterator[Verdict]:
    """Unrestricted resources and no condition; rights that are denied outright do not count."""
    grants, found = Grants(details), []
    for entity in _judged(details):
        reaching = tuple(grants.of(entity))
        if any(grant.is_admin for grant in reaching):
            continue
        paths = [" + ".join(one) for one in escalations(reaching)]
        if paths:
            kind = "Role" if isinstance(entity, IamRole) else "User"
            message = f"{kind} {entity.name} could make itself administrator: {'; '.join(paths[:5])}."
            found.append(review(entity.arn, message, combinations=paths, has_boundary=bool(entity.boundary_arn)))
        elif unread := [grant for grant in reaching if not grant.document.is_readable]:
            found.append(unknown(entity.arn, unreadable_policy(unread[0].document, action=DETAILS_ACTION)))
    yield from found
    if not found:
        yield passed(scope.account_arn, "No principal was found that could make itself administrator.")


def _judged(details: AuthorizationDetails) -> Iterator[IamUser | IamRole]:
    """Groups act through their users; platform roles are meant to be mighty."""
    yield from details.users
    yield from (role for role in details.roles if not role.is_reserved and not is_platform_role(role))


def escalations(grants: tuple[Grant, ...]) -> list[tuple[str, ...]]:
    """The combinations that are completely allowed."""
    allows = [(one, grant.owner_arn) for grant in grants for one in grant.document.allows if not one.conditions]
    denies = [(one, grant.owner_arn) for grant in grants for one in grant.document.denies if not one.conditions]
    allowed = {
        action
        for action in _ACTIONS
        if any(reaches_all(one, action, owner) for one, owner in allows)
        and not any(reaches_all(one, action, owner) for one, owner in denies)
    }
    return [combination for combination in _COMBINATIONS if allowed.issuperset(combination)]
