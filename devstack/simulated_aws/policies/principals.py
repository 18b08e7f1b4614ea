"""Who is calling, as policies see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from devstack.simulated_aws.policies.patterns import strings


class Kind(StrEnum):
    """What stands behind an access key."""

    ROOT = "root"
    USER = "user"
    ROLE = "role"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True)
class Principal:
    """A caller: `arn` as error messages name it, `source_arn` the user or role behind a session."""

    kind: Kind
    account_id: str
    arn: str
    source_arn: str
    identity_policies: tuple[object, ...] = ()
    boundary: object | None = None
    session_policies: tuple[object, ...] | None = field(default=None)
    """None: no session policy was given. Several count as one (their union)."""
    is_session: bool = False


ANONYMOUS = Principal(Kind.ANONYMOUS, "", "anonymous", "anonymous")


def names_principal(element: object, caller: Principal) -> bool:
    """True when a Principal element names the caller. Forms we do not know name nobody."""
    if element == "*":
        return True
    if not isinstance(element, Mapping):
        return False
    return any(_entry_names(entry, caller) for entry in strings(element.get("AWS", [])))


def names_exactly(element: object, caller: Principal) -> bool:
    """True when the caller itself is named, not only its account: then the account's own policies need not agree."""
    if not isinstance(element, Mapping):
        return False
    return bool({caller.arn, caller.source_arn} & set(strings(element.get("AWS", []))))


def _entry_names(entry: str, caller: Principal) -> bool:
    if entry == "*":
        return True
    if caller.kind is Kind.ANONYMOUS:
        return False
    account = {caller.account_id, f"arn:aws:iam::{caller.account_id}:root"}
    return entry in account or entry in {caller.arn, caller.source_arn}
