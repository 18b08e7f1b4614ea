"""Roles of compute services have no administrator access."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import said
from scanners.engine.checks._gaps import DETAILS_ACTION, unreadable_policy
from scanners.engine.checks.identity._grants import Grants
from scanners.engine.checks.identity._roles import is_ci_provider
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.facts.iam import AuthorizationDetails, IamRole
from scanners.engine.facts.trust import trusted_providers, trusted_services
from scanners.engine.scope import Scope

_COMPUTE = frozenset(
    [
        "airflow",
        "airflow-env",
        "amplify",
        "apprunner",
        "appstream",
        "batch",
        "bedrock-agentcore",
        "braket",
        "build.apprunner",
        "codebuild",
        "credentials.iot",
        "ec2",
        "ecs-tasks",
        "edgelambda",
        "eks",
        "eks-fargate-pods",
        "elasticbeanstalk",
        "elasticmapreduce",
        "emr-serverless",
        "gamelift",
        "glue",
        "greengrass",
        "kinesisanalytics",
        "lambda",
        "lightsail",
        "pods.eks",
        "sagemaker",
        "ssm",
        "states",
        "tasks.apprunner",
    ]
)

check = Check(
    id="compute_roles_not_admin",
    title="No administrator access for workload roles",
    question="Do roles of EC2, Lambda, containers or build jobs have administrator access?",
    needs=(AuthorizationDetails,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Grant the workload's role only the actions and resources that it uses.",
    cli="aws iam detach-role-policy --role-name ... --policy-arn ...",
    console="IAM > Roles > the role > Permissions.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
)


@check.judge
def judge(scope: Scope, details: AuthorizationDetails) -> Iterator[Verdict]:
    """REVIEW for deployment roles, which may need broad permissions for a documented reason."""
    grants = Grants(details)
    roles = [
        role for role in details.roles if not role.is_written_by_aws and (_is_compute(role) or _is_deployment(role))
    ]
    found = [_judge_role(grants, role) for role in roles] + list(_unread(grants, details, roles))
    yield from found
    if not found:
        yield not_applicable(scope.account_arn, "no_compute_roles", "No role trusts a compute service.")


def _unread(grants: Grants, details: AuthorizationDetails, judged: list[IamRole]) -> Iterator[Verdict]:
    """Administrator roles whose trust policy could not be read: a compute service may be able to assume them."""
    for role in details.roles:
        rights = (
            None if role.trust.is_readable or role.is_written_by_aws or role in judged else grants.admin_rights(role)
        )
        if rights and (rights.paths or rights.on_condition or rights.broad or rights.unread):
            yield unknown(role.arn, unreadable_policy(role.trust, action=DETAILS_ACTION))


def _judge_role(grants: Grants, role: IamRole) -> Verdict:
    rights = grants.admin_rights(role)
    policies = rights.paths or rights.on_condition or rights.broad
    seen = {"policies": ", ".join(policies), "means": ", ".join(rights.means), "last_used_at": said(role.last_used_at)}
    if rights.paths and (_is_deployment(role) or grants.is_bounded(role)):
        why = "deploys" if _is_deployment(role) else "is limited by a permissions boundary"
        return review(role.arn, f"Role {role.name} has administrator access and {why}. Document why.", **seen)
    if rights.paths:
        return failed(role.arn, f"Workload role {role.name} has administrator access.", **seen)
    if rights.on_condition:
        message = (
            f"Workload role {role.name} could gain administrator access by {''.join(rights.means[:1])}."
            " Document what prevents it."
        )
        return review(role.arn, message, **seen)
    if rights.broad:
        message = f"Workload role {role.name} has access to nearly every service. Document why."
        return review(role.arn, message, **seen)
    if rights.unread:
        return unknown(role.arn, unreadable_policy(rights.unread[0].document, action=DETAILS_ACTION))
    return passed(role.arn, f"Workload role {role.name} has no administrator access.")


def _is_compute(role: IamRole) -> bool:
    services = {service.partition(".amazonaws.com")[0] for service in trusted_services(role.trust)}
    services |= {one.partition(".")[0] for one in services}  # some are named with their region
    is_cluster = any(":oidc-provider/oidc.eks." in one for one in trusted_providers(role.trust))
    return bool(services & _COMPUTE) or is_cluster or bool(role.instance_profile_arns)


def _is_deployment(role: IamRole) -> bool:
    """Decided by the trust policy; a role name proves nothing."""
    services = trusted_services(role.trust)
    if services:
        return all(one.startswith(("codebuild.", "cloudformation.")) for one in services)
    return any(is_ci_provider(one) for one in trusted_providers(role.trust)) and not _is_compute(role)
