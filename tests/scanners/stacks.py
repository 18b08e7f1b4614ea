"""Making a customer's role in the simulated AWS, by CloudFormation as a customer does."""

from __future__ import annotations

import uuid

from devstack.simulated_aws.running import SimulatedAws
from scanners.models import Connection, Rollout


def create_role(aws: SimulatedAws, connection: Connection, template: str, **changed: str) -> None:
    """Create the stack with the connection's parameters; `changed` is what somebody altered on the way."""
    values = {"ExternalId": str(connection.external_id), "RoleName": connection.role_name, **changed}
    remove_role(aws, connection)
    aws.root("cloudformation", connection.account_id).create_stack(
        StackName=f"portal-{uuid.uuid4().hex[:8]}",
        TemplateBody=template,
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()],
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )


def create_member_role(aws: SimulatedAws, rollout: Rollout, account_id: str, template: str, **changed: str) -> None:
    """What the StackSet does in one member account."""
    values = {"ExternalIdBase": str(rollout.external_id_base), "RoleName": rollout.role_name, **changed}
    remove_role_named(aws, account_id, rollout.role_name)
    aws.root("cloudformation", account_id).create_stack(
        StackName=f"StackSet-{uuid.uuid4().hex[:8]}",
        TemplateBody=template,
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()],
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )


def remove_role(aws: SimulatedAws, connection: Connection) -> None:
    """Delete the role, if it is there."""
    remove_role_named(aws, connection.account_id, connection.role_name)


def remove_role_named(aws: SimulatedAws, account_id: str, name: str) -> None:
    """Delete a role with its inline policies, if it is there."""
    iam = aws.root("iam", account_id)
    try:
        for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
            iam.delete_role_policy(RoleName=name, PolicyName=policy)
        iam.delete_role(RoleName=name)
    except iam.exceptions.NoSuchEntityException:
        return
