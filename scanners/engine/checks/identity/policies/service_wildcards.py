"""No policy allows all actions of a sensitive service on all resources."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._gaps import DETAILS_ACTION, unreadable_policy
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, passed, review, unknown
from scanners.engine.facts.iam import AuthorizationDetails
from scanners.engine.facts.matching import covers_every_action, covers_everything_of, covers_whole_service
from scanners.engine.facts.policies import Policy, Statement
from scanners.engine.scope import Scope

_SENSITIVE = ("iam", "sts", "kms", "s3", "secretsmanager", "ssm", "ec2", "lambda", "organizations", "dynamodb", "rds")

check = Check(
    id="service_wildcards",
    title="No service-wide wildcard permissions",
    question="Which policies allow all actions of a sensitive service on all resources?",
    needs=(AuthorizationDetails,),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="List the actions and resources that are required.",
    cli="aws accessanalyzer start-policy-generation --policy-generation-details principalArn=...",
    console="IAM > Policies > the policy > Edit.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
)


@check.judge
def judge(scope: Scope, details: AuthorizationDetails) -> Iterator[Verdict]:
    """Considers customer managed policies in use and inline policies; full access has a check of its own."""
    found = []
    for resource, name, policy in _policies(details):
        services = _whole_services(policy)
        if services:
            message = f"Policy {name} allows all actions of {', '.join(services)} on all resources."
            found.append(review(resource, message, services=services))
        elif not policy.is_readable:
            found.append(unknown(resource, unreadable_policy(policy, action=DETAILS_ACTION)))
    yield from found
    if not found:
        yield passed(scope.account_arn, "No policy allows all actions of a sensitive service on all resources.")


def _policies(details: AuthorizationDetails) -> Iterator[tuple[str, str, Policy]]:
    for policy in details.policies:
        if policy.is_in_use and not policy.is_aws_managed:
            yield policy.arn, policy.name, policy.document
    for entity in details.holders:
        for one in entity.inline:
            yield f"{entity.arn}#{one.name}", one.name, one.document


def _whole_services(policy: Policy) -> list[str]:
    broad = [one for one in policy.allows if not covers_every_action(one)]
    return [service for service in _SENSITIVE if any(_is_whole(one, service) for one in broad)]


def _is_whole(statement: Statement, service: str) -> bool:
    return covers_whole_service(statement, service) and covers_everything_of(statement, service)
