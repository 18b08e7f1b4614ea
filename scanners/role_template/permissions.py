"""What the customer's role may do: exactly what collectors and probes declare beside their calls."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from scanners.aws.operations import Operation
from scanners.aws.probes import OPERATIONS as PROBE_OPERATIONS
from scanners.aws.role_audit import ExpectedRole
from scanners.aws.role_version import version_of
from scanners.aws.roles import RoleRef
from scanners.collectors.catalog import all_operations
from scanners.role_template.guard import GUARD

OWN_ARN = "arn:{partition}:iam::{account}:role/{role}"


@cache
def scan_grants() -> Mapping[str, tuple[str, ...]]:
    """The actions a scan needs, each with the resources it is limited to ("*" where AWS knows none)."""
    return _grants(all_operations())


@cache
def role_grants() -> Mapping[str, tuple[str, ...]]:
    """The actions of the role: a scan's, and those by which a probe looks at the role itself."""
    return _grants((*all_operations(), *PROBE_OPERATIONS))


def expected_role(role: RoleRef, principal_arn: str) -> ExpectedRole:
    """What a probe compares the customer's role with."""
    values = {"partition": role.partition, "account": role.account_id, "role": role.role_name}
    grants = {
        action: frozenset(resource.format(**values) for resource in resources)
        for action, resources in role_grants().items()
    }
    return ExpectedRole(principal_arn, grants, frozenset(GUARD), policy_version())


@cache
def policy_version() -> str:
    """The version of the template: made from what its policies grant and deny, so it changes whenever they do."""
    values = {"partition": "", "account": "", "role": ""}
    own_arn = OWN_ARN.format(**values)
    grants = {action: [one.format(**values) for one in resources] for action, resources in role_grants().items()}
    return version_of(grants, GUARD, own_role_arn=own_arn)


def _grants(operations: tuple[Operation, ...]) -> dict[str, tuple[str, ...]]:
    grants: dict[str, tuple[str, ...]] = {}
    for operation in operations:
        if operation.action:
            both = {*grants.get(operation.action, ()), *operation.resources}
            grants[operation.action] = ("*",) if "*" in both else tuple(sorted(both))
    return dict(sorted(grants.items()))
