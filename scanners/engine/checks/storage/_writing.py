"""Public write access by ACL grants and policy statements that are effective."""

from __future__ import annotations

from ipaddress import ip_network

from scanners.engine.checks._gaps import unreadable_policy
from scanners.engine.checks.storage._actions import writes
from scanners.engine.facts.policies import Policy, Statement
from scanners.engine.facts.s3 import AclGrant, Bucket
from scanners.engine.facts.trust import bounding_condition, names_everybody
from scanners.engine.facts.unknown import Reason, Unknown

_WRITING_GRANTS = frozenset(["WRITE", "WRITE_ACP", "FULL_CONTROL"])
# AWS calls a policy public whose address ranges are wider.
_WIDEST = {4: 8, 6: 32}
_NETWORK_KEYS = frozenset(["aws:sourcevpc", "aws:sourcevpce"])


def public_writing_grants(bucket: Bucket) -> list[str]:
    """Public ACL grants with write permission."""
    grants: tuple[AclGrant, ...] = () if isinstance(bucket.acl, Unknown) else bucket.acl
    return [f"{one.group}: {one.permission}" for one in grants if one.is_public and one.permission in _WRITING_GRANTS]


def public_writing_statements(policy: Policy) -> list[Statement]:
    """Statements that allow everyone to write or delete, without a condition on account, organization or network."""
    return [
        statement
        for statement in policy.allows
        if names_everybody(statement) and writes(statement) and not is_tied(statement)
    ]


def policy_gap(bucket: Bucket, *, is_open: bool) -> Unknown | None:
    """The gap if a public policy could not be read; None otherwise."""
    if not is_open:
        return None
    if isinstance(bucket.policy, Unknown):
        return bucket.policy
    if bucket.policy is None:
        detail = "AWS reports the bucket policy as public, but the bucket has no policy."
        return Unknown(Reason.MALFORMED, "s3:GetBucketPolicy", detail)
    return None if bucket.policy.is_readable else unreadable_policy(bucket.policy, action="s3:GetBucketPolicy")


def is_tied(statement: Statement) -> bool:
    """A condition limits it to an account, an organization, a resource, a network or an address range."""
    if bounding_condition(statement):
        return True
    return any(
        (one.key in _NETWORK_KEYS and one.operator == "stringequals" and not one.if_exists)
        or (one.key == "aws:sourceip" and one.operator == "ipaddress" and all(map(_is_narrow, one.values)))
        for one in statement.conditions
        if not one.if_exists and one.qualifier != "forallvalues"
    )


def _is_narrow(addresses: str) -> bool:
    """True for an IP address range that AWS does not consider public."""
    try:
        network = ip_network(addresses, strict=False)
    except ValueError:
        return False
    return network.prefixlen >= _WIDEST[network.version]
