"""GetAccountAuthorizationDetails in pages: moto sends everything at once, AWS at most a thousand entries."""

from __future__ import annotations

from typing import Any

from devstack.simulated_aws import moto_state
from devstack.simulated_aws.services.visit import Visit
from devstack.simulated_aws.wire.answers import AwsError

_LISTS = ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")
_MOST, _USUAL = 1000, 100


def get_account_authorization_details(visit: Visit) -> dict[str, Any]:
    """Users, groups, roles, policies in this order; the marker is how many were sent."""
    params, account_id = visit.call.params, visit.account.account_id
    _prepare(account_id)
    entries = _entries(account_id, params.get("Filter") or [])
    size = min(int(params.get("MaxItems") or _USUAL), _MOST)
    marker = str(params.get("Marker") or "0")
    if not marker.isdecimal():
        raise AwsError("ValidationError", "Invalid Marker.")
    start = int(marker)
    page: dict[str, Any] = {name: [] for name in _LISTS}
    for name, entry in entries[start : start + size]:
        page[name].append(entry)
    page["IsTruncated"] = start + size < len(entries)
    if page["IsTruncated"]:
        page["Marker"] = str(start + size)
    return page


def prepare_details(visit: Visit) -> None:
    """moto's answer leaves names and ids of managed policies out unless they are called so."""
    _prepare(visit.account.account_id)


def _prepare(account_id: str) -> None:
    moto_state.write_policies_as_text(account_id)
    for policy in moto_state.iam(account_id).managed_policies.values():
        policy.policy_name, policy.policy_id = policy.name, policy.id


def _entries(account_id: str, wanted: list[str]) -> list[tuple[str, Any]]:
    found = moto_state.iam(account_id).get_account_authorization_details(wanted)
    keys = ("users", "groups", "roles", "managed_policies")
    return [(name, entry) for name, key in zip(_LISTS, keys, strict=True) for entry in found[key]]
