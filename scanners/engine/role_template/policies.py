"""The role's documents as data: what it allows, what it always denies, whom it trusts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from scanners.engine.aws.opt_in import OPT_INS, OptIn
from scanners.engine.role_template.guard import GUARD
from scanners.engine.role_template.permissions import Grants, opt_in_grants, role_grants

VERSION = "2012-10-17"
READ_SID = "FtrPortalReadsConfiguration"
LIMITED_SID = "FtrPortalReadsOnlyThese"
GUARD_SID = "FtrPortalNeverReadsContents"
CHOSEN_SID = "FtrPortalReadsBecauseChosen"
READS, NEVER = "ftr-portal-reads", "ftr-portal-never"

Document = dict[str, Any]


def role_policies(own_role_arn: Any, opt_ins: Collection[str]) -> tuple[tuple[str, Document], ...]:
    """The role's inline policies by name, for forms without parameters: those of the chosen readings are among them."""
    chosen = [(opt_in_policy_name(group), opt_in_policy(group)) for group in OPT_INS if group.id in opt_ins]
    return (READS, permission_policy(own_role_arn)), *chosen, (NEVER, guard_policy())


def permission_policy(own_role_arn: Any) -> Document:
    """What the role may read in any case. `own_role_arn` is how the document's syntax names the role itself."""
    return _allowing(role_grants(), own_role_arn, READ_SID)


def opt_in_policy_name(group: OptIn) -> str:
    """The policy of one choice, as the role's page in the AWS console lists it."""
    return f"ftr-portal-reads-{group.id.replace('_', '-')}"


def opt_in_policy(group: OptIn) -> Document:
    """What one choice adds."""
    return _allowing(opt_in_grants(group), "", CHOSEN_SID)


def guard_policy() -> Document:
    """What the role can never do, whatever else somebody attaches to it."""
    statement = {"Sid": GUARD_SID, "Effect": "Deny", "Action": list(GUARD), "Resource": "*"}
    return {"Version": VERSION, "Statement": [statement]}


def trust_policy(principal_arn: Any, external_id: Any) -> Document:
    """Our one principal, with exactly one external id."""
    statement: Mapping[str, Any] = {
        "Sid": "FtrPortalAssumesWithItsExternalId",
        "Effect": "Allow",
        "Principal": {"AWS": principal_arn},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": external_id}},
    }
    return {"Version": VERSION, "Statement": [dict(statement)]}


def _allowing(grants: Grants, own_role_arn: Any, sid: str) -> Document:
    statements: list[Document] = []
    limited: dict[tuple[str, ...], list[str]] = {}
    for action, resources in grants.items():
        limited.setdefault(resources, []).append(action)
    for resources, actions in sorted(limited.items()):
        is_free = resources == ("*",)
        statement = {
            "Sid": sid if is_free else f"{LIMITED_SID}{len(statements)}",
            "Effect": "Allow",
            "Action": actions,
            "Resource": "*" if is_free else [_resource(resource, own_role_arn) for resource in resources],
        }
        statements.append(statement)
    return {"Version": VERSION, "Statement": statements}


def _resource(resource: str, own_role_arn: Any) -> Any:
    return own_role_arn if "{role}" in resource else resource
