"""What a role's policies are called: a short name made from what they grant and deny, so it cannot be forgotten."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

OWN_ROLE = "{role}"
_LENGTH = 10


def version_of(grants: Mapping[str, Iterable[str]], denied: Iterable[str], *, own_role_arn: str) -> str:
    """Equal for equal policies, however they are written down and in whichever account the role is.

    The template and a role that was read are both named by it, so a role says itself which template made it.
    """
    allowed: dict[str, set[str]] = {}
    for action, resources in grants.items():
        named = (OWN_ROLE if resource == own_role_arn else resource for resource in resources)
        allowed.setdefault(action.lower(), set()).update(named)
    content = [
        sorted([action, sorted(resources)] for action, resources in allowed.items()),
        sorted({action.lower() for action in denied}),
    ]
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()[:_LENGTH]
