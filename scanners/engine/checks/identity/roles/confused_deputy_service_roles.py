"""Trust policies for AWS services name the source account or ARN, which prevents the confused deputy problem."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._gaps import DETAILS_ACTION, unreadable_policy
from scanners.engine.checks.identity._third_parties import own_ids
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.counts import counted
from scanners.engine.facts.iam import AuthorizationDetails, IamRole
from scanners.engine.facts.organization import OrgFacts
from scanners.engine.facts.policies import Statement
from scanners.engine.facts.trust import ExternalId, assume_statements, external_id, is_own_variable, source_circles
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

# Services whose own guide shows aws:SourceArn or aws:SourceAccount in the trust policy of roles they assume. Not among
# them: services for which AWS's own role templates set no such condition, because a role can be passed to them only
# within its account (ec2, lambda, ecs-tasks, glue, apigateway, cloudformation and others), and service-linked roles.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
_SUPPORTED = frozenset(
    f"{name}.amazonaws.com"
    for name in (
        "bedrock",
        "codebuild",
        "comprehend",
        "dms",
        "elasticmapreduce",
        "emr-serverless",
        "events",
        "firehose",
        "forecast",
        "frauddetector",
        "iot",
        "kendra",
        "logs",
        "personalize",
        "pipes",
        "rekognition",
        "rolesanywhere",
        "sagemaker",
        "scheduler",
        "ssm",
        "states",
        "transcribe",
        "vpc-flow-logs",
    )
)

check = Check(
    id="confused_deputy_service_roles",
    title="Service roles protected from confused deputies",
    question="Do trust policies for AWS services require aws:SourceArn or aws:SourceAccount where the "
    "service sends it?",
    needs=(AuthorizationDetails,),
    also=(OrgFacts,),
    severity=Severity.LOW,
    weight=Weight.ADVISORY,
    fix="Add a condition on aws:SourceAccount or aws:SourceArn with your account to the trust policy.",
    cli="aws iam update-assume-role-policy --role-name ... --policy-document file://trust.json",
    console="IAM > Roles > the role > Trust relationships > Edit trust policy.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
)


@check.judge
def judge(scope: Scope, details: AuthorizationDetails, organization: OrgFacts | Unknown) -> Iterator[Verdict]:
    """REVIEW for each role that a service may assume on behalf of any account; the others are counted."""
    own = own_ids(scope, organization)
    found, bound = [], 0
    for role in details.roles:
        if role.is_reserved:
            continue
        statements = [one for one in assume_statements(role.trust) if _services(one)]
        open_ones = [one for one in statements if not _is_bound(one, own)]
        if open_ones:
            found.append(_open(role, open_ones))
        elif not role.trust.is_readable:
            found.append(unknown(role.arn, unreadable_policy(role.trust, action=DETAILS_ACTION)))
        else:
            bound += bool(statements)
    yield from found
    if not found and bound:
        message = f"{counted(bound, 'role')} of AWS services, all limited to a source account or ARN."
        yield passed(scope.account_arn, message, roles=bound)
    elif not found:
        message = "No role trusts a service that sends aws:SourceArn or aws:SourceAccount."
        yield not_applicable(scope.account_arn, "no_service_roles", message)


def _open(role: IamRole, statements: list[Statement]) -> Verdict:
    services = list(dict.fromkeys(name for one in statements for name in _services(one)))
    message = (
        f"Role {role.name} can be assumed by {', '.join(services[:5])} without a condition that ties "
        "aws:SourceArn or aws:SourceAccount to your accounts. Add one."
    )
    return review(role.arn, message, services=services[:20], statements=[one.label for one in statements][:20])


def _services(statement: Statement) -> list[str]:
    """Supported services that the statement names, regional and partition forms included."""
    return [one.value for one in statement.principals if one.kind == "Service" and _canonical(one.value) in _SUPPORTED]


def _canonical(service: str) -> str:
    """`states.eu-west-1.amazonaws.com` and `states.amazonaws.com.cn` are `states.amazonaws.com`."""
    name = service.lower().partition(".")[0]
    return f"{name}.amazonaws.com" if ".amazonaws.com" in service.lower() else ""


def _is_bound(statement: Statement, own: frozenset[str]) -> bool:
    """A condition limits the service to own accounts; some services send an external ID instead."""
    if external_id(statement) is ExternalId.REQUIRED:
        return True
    return any(all(one in own or is_own_variable(one) for one in circle) for circle in source_circles(statement))
