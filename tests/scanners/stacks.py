"""Making a customer's role in the simulated AWS, by CloudFormation as a customer does."""

from __future__ import annotations

import uuid

from ftrportal.devstack.aws.running import SimulatedAws
from scanners.models import Connection


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


def remove_role(aws: SimulatedAws, connection: Connection) -> None:
    """Delete the role, if it is there."""
    iam = aws.root("iam", connection.account_id)
    try:
        for name in iam.list_role_policies(RoleName=connection.role_name)["PolicyNames"]:
            iam.delete_role_policy(RoleName=connection.role_name, PolicyName=name)
        iam.delete_role(RoleName=connection.role_name)
    except iam.exceptions.NoSuchEntityException:
        return
