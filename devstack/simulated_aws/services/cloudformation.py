"""CloudFormation: a stack that is deleted is not made again at the next start."""

from __future__ import annotations

from devstack.simulated_aws.services.visit import Handlers, Visit


def delete_stack(visit: Visit) -> None:
    """moto deletes; the kept copy goes too. The stack may be named by its name or its ARN."""
    given = str(visit.call.params.get("StackName") or "")
    name = given.split("/")[1] if given.startswith("arn:") and given.count("/") >= 1 else given
    region = visit.call.scope.region
    visit.simulator.stacks.forget(account_id=visit.account.account_id, region=region, name=name)


HANDLERS: Handlers = {"DeleteStack": delete_stack}
