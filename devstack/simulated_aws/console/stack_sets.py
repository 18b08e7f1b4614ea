"""Deploys a StackSet as AWS does with service-managed permissions: a stack in every member account of the targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from devstack.simulated_aws import moto_state
from devstack.simulated_aws.console.stacks import Created, StackError, create_stack
from devstack.simulated_aws.state.simulator import Simulator
from devstack.simulated_aws.state.stacks import KeptStack


def root_id(account_id: str) -> str:
    """The id of the root of the organization that the account manages or administers; empty without one."""
    accounts = moto_state.organization_accounts(account_id)
    return str(accounts[0].parent_id) if accounts else ""


def deploy(simulator: Simulator, stack: KeptStack, properties: Mapping[str, Any], *, replace: bool) -> Created:
    """Create the inner template's stack in each active member account under the targets.

    The management account gets none, as AWS says of service-managed StackSets.
    """
    accounts = moto_state.organization_accounts(stack.account_id)
    organization = moto_state.organization_of(stack.account_id)
    if accounts is None or organization is None:
        raise StackError("You must be the management account or delegated admin account of an organization.")
    body = str(properties.get("TemplateBody") or "")
    parameters = {
        str(one["ParameterKey"]): _value(one["ParameterValue"], stack.parameters)
        for one in properties.get("Parameters") or ()
    }
    targets = _targets(properties, stack.parameters)
    members = [one for one in accounts if one.parent_id in targets and one.id != organization.master_account_id]
    active = [one for one in members if one.state == "ACTIVE"]
    if not active:
        raise StackError(f"No active account is under {', '.join(sorted(targets)) or 'no target'}.")
    role_arns: list[str] = []
    for member in active:
        simulator.accounts.change(member.id, {"name": member.name})
        inner = KeptStack(member.id, stack.region, f"StackSet-{stack.name}", body, parameters)
        role_arns += create_stack(simulator, inner, replace=replace).role_arns
    return Created(stack.name, "CREATE_COMPLETE", tuple(role_arns), {"Accounts": str(len(active))})


def _targets(properties: Mapping[str, Any], parameters: Mapping[str, str]) -> set[str]:
    found: set[str] = set()
    for group in properties.get("StackInstancesGroup") or ():
        wanted = _value(group["DeploymentTargets"]["OrganizationalUnitIds"], parameters)
        found |= {one.strip() for one in wanted.split(",") if one.strip()}
    return found


def _value(given: object, parameters: Mapping[str, str]) -> str:
    if isinstance(given, Mapping) and set(given) == {"Ref"}:
        return parameters.get(str(given["Ref"]), "")
    return str(given)
