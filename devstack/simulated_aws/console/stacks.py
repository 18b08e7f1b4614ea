"""Creates a stack in a simulated account, really: by CloudFormation's API, with the account's root user."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from devstack.simulated_aws.console.template import Template
from devstack.simulated_aws.running import SimulatedAws
from devstack.simulated_aws.state.simulator import Simulator
from devstack.simulated_aws.state.stacks import KeptStack


class StackError(Exception):
    """CloudFormation refused; the message is for the page."""


@dataclass(frozen=True)
class Created:
    """A created stack, as the page shows it."""

    name: str
    status: str
    role_arns: tuple[str, ...]
    outputs: Mapping[str, str]


def parameter_values(template: Template, given: Mapping[str, str]) -> dict[str, str]:
    """The values for the template's parameters. The template decides which there are; others are left out."""
    values = {item.name: given.get(item.name, item.default) for item in template.parameters}
    missing = [name for name, value in values.items() if value is None]
    if missing:
        raise StackError(f"Parameters: [{', '.join(missing)}] must have values")
    known = {name: value for name, value in values.items() if value is not None}
    problems = [problem for item in template.parameters if (problem := item.problem_with(known[item.name]))]
    if problems:
        raise StackError("; ".join(problems))
    return known


def create_stack(simulator: Simulator, stack: KeptStack, *, replace: bool = False) -> Created:
    """Create the stack now and keep it for the next start; `replace` plays an update of the one that is there."""
    if replace:
        client = SimulatedAws(simulator.endpoint_url).root("cloudformation", stack.account_id, region=stack.region)
        client.delete_stack(StackName=stack.name)
    created = _create(stack, endpoint_url=simulator.endpoint_url)
    simulator.stacks.keep(stack)
    return created


def create_again(stack: KeptStack, *, endpoint_url: str) -> None:
    """Create a kept stack in a simulator that has just started."""
    _create(stack, endpoint_url=endpoint_url)


def _create(stack: KeptStack, *, endpoint_url: str) -> Created:
    aws = SimulatedAws(endpoint_url)
    client = aws.root("cloudformation", stack.account_id, region=stack.region)
    parameters = [{"ParameterKey": name, "ParameterValue": value} for name, value in stack.parameters.items()]
    try:
        client.create_stack(
            StackName=stack.name,
            TemplateBody=stack.template,
            Parameters=parameters,
            Capabilities=["CAPABILITY_NAMED_IAM"],
        )
        found = client.describe_stacks(StackName=stack.name)["Stacks"][0]
        resources = client.describe_stack_resources(StackName=stack.name)["StackResources"]
        role_arns = _role_arns(aws.root("iam", stack.account_id), resources)
    except (ClientError, BotoCoreError) as error:
        raise StackError(str(error)) from error
    if found["StackStatus"] != "CREATE_COMPLETE":
        raise StackError(f"{found['StackStatus']}: {found.get('StackStatusReason', 'no reason given')}")
    outputs = {item["OutputKey"]: item["OutputValue"] for item in found.get("Outputs", [])}
    return Created(stack.name, found["StackStatus"], role_arns, outputs)


def _role_arns(iam: Any, resources: list[dict[str, Any]]) -> tuple[str, ...]:
    # moto lists a resource whose condition did not hold, without a type.
    names = [item["PhysicalResourceId"] for item in resources if item.get("ResourceType") == "AWS::IAM::Role"]
    return tuple(iam.get_role(RoleName=name)["Role"]["Arn"] for name in names)
