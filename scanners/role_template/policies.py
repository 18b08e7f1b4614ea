"""The role's documents as data: what it allows, what it always denies, whom it trusts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scanners.role_template.guard import GUARD
from scanners.role_template.permissions import role_grants

VERSION = "2012-10-17"
READ_SID = "FtrPortalReadsConfiguration"
LIMITED_SID = "FtrPortalReadsOnlyThese"
GUARD_SID = "FtrPortalNeverReadsContents"

Document = dict[str, Any]


def permission_policy(own_role_arn: Any) -> Document:
    """What the role may read. `own_role_arn` is how the document's syntax names the role itself."""
    statements: list[Document] = []
    limited: dict[tuple[str, ...], list[str]] = {}
    for action, resources in role_grants().items():
        limited.setdefault(resources, []).append(action)
    for resources, actions in sorted(limited.items()):
        is_free = resources == ("*",)
        statement = {
            "Sid": READ_SID if is_free else f"{LIMITED_SID}{len(statements)}",
            "Effect": "Allow",
            "Action": actions,
            "Resource": "*" if is_free else [_resource(resource, own_role_arn) for resource in resources],
        }
        statements.append(statement)
    return {"Version": VERSION, "Statement": statements}


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


def _resource(resource: str, own_role_arn: Any) -> Any:
    return own_role_arn if "{role}" in resource else resource
