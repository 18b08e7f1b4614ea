"""What the customer's role may do: exactly what collectors and probes declare beside their calls."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache

from scanners.engine.aws.operations import Operation
from scanners.engine.aws.opt_in import OPT_INS, OptIn
from scanners.engine.aws.probes import OPERATIONS as PROBE_OPERATIONS
from scanners.engine.aws.role_audit import ExpectedRole
from scanners.engine.aws.role_version import version_of
from scanners.engine.aws.roles import RoleRef
from scanners.engine.collectors.catalog import all_operations, operations_for
from scanners.engine.role_template.guard import GUARD

OWN_ARN = "arn:{partition}:iam::{account}:role/{role}"
Grants = Mapping[str, tuple[str, ...]]


def scan_grants(opt_ins: Collection[str] = ()) -> Grants:
    """The actions a scan needs, each with the resources it is limited to ("*" where AWS knows none)."""
    return grants_of(operations_for(opt_ins))


def role_grants(opt_ins: Collection[str] = ()) -> Grants:
    """The actions of the role: a scan's, and those by which a probe looks at the role itself."""
    return grants_of((*operations_for(opt_ins), *PROBE_OPERATIONS))


def opt_in_grants(group: OptIn) -> Grants:
    """What one choice adds to the role."""
    core = role_grants()
    chosen = grants_of(one for one in all_operations() if one.opt_in is group)
    return {action: resources for action, resources in chosen.items() if action not in core}


def expected_role(role: RoleRef, principal_arn: str, opt_ins: Collection[str] = ()) -> ExpectedRole:
    """What a probe compares the customer's role with: the choices of its connection, and no other."""
    values = {"partition": role.partition, "account": role.account_id, "role": role.role_name}
    grants = {
        action: frozenset(resource.format(**values) for resource in resources)
        for action, resources in role_grants(opt_ins).items()
    }
    return ExpectedRole(principal_arn, grants, frozenset(GUARD), policy_version())


@cache
def policy_version() -> str:
    """The version of the template: made from what its policies grant and deny, so it changes whenever they do.

    The readings that a customer may choose are among them, chosen or not.
    """
    values = {"partition": "", "account": "", "role": ""}
    own_arn, whole = OWN_ARN.format(**values), role_grants([one.id for one in OPT_INS])
    grants = {action: [one.format(**values) for one in resources] for action, resources in whole.items()}
    return version_of(grants, GUARD, own_role_arn=own_arn)


def grants_of(operations: Iterable[Operation]) -> Grants:
    """The actions of some calls, by name; an action two calls limit differently may be used on both their resources."""
    grants: dict[str, tuple[str, ...]] = {}
    for operation in operations:
        if operation.action:
            both = {*grants.get(operation.action, ()), *operation.resources}
            grants[operation.action] = ("*",) if "*" in both else tuple(sorted(both))
    return dict(sorted(grants.items()))
