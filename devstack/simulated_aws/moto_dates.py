"""Gives things in moto's books the dates they would have in an account that is years old; no AWS call can."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from moto.ec2.models import ec2_backends
from moto.iam.models import AccessKeyLastUsed

from devstack.simulated_aws import moto_state


def date_user(
    account_id: str,
    name: str,
    *,
    created_at: datetime | None = None,
    key_created_at: datetime | None = None,
    key_last_used_at: datetime | None = None,
    password_last_used_at: datetime | None = None,
) -> None:
    """An IAM user and its keys."""
    user = moto_state.iam(account_id).get_user(name)
    user.create_date = created_at or user.create_date
    user.password_last_used = password_last_used_at or user.password_last_used
    for key in user.access_keys:
        key.create_date = key_created_at or key.create_date
        if key_last_used_at:
            key.last_used = AccessKeyLastUsed(timestamp=key_last_used_at, service="s3", region="eu-central-1")


def date_role(
    account_id: str, name: str, *, created_at: datetime | None = None, last_used_at: datetime | None = None
) -> None:
    """A role; AWS forgets after about 400 days when it was used."""
    role = moto_state.role_by_session_name(account_id, name)
    if role is None:
        raise ValueError(f"account {account_id} has no role {name}")
    role.create_date = created_at or role.create_date
    role.last_used = last_used_at or role.last_used


def date_trail(account_id: str, name: str, *, started_at: datetime) -> None:
    """Since when a trail records."""
    trail = next((one for one in moto_state.trails(account_id) if one.trail_name == name), None)
    if trail is None:
        raise ValueError(f"account {account_id} has no trail {name}")
    trail.status.started = started_at


def date_disks(account_id: str, region: str, *, created_at: datetime) -> None:
    """All volumes of a region, those of machines included."""
    for disk in ec2_backends[account_id][region].volumes.values():
        disk.create_time = created_at


_KINDS: Mapping[str, Callable[..., None]] = {
    "user": date_user,
    "role": date_role,
    "trail": date_trail,
    "disks": date_disks,
}


def date_back(account_id: str, *, kind: str, name: str, times: Mapping[str, Any]) -> None:
    """One of the above, with times in ISO 8601."""
    _KINDS[kind](account_id, name, **{what: datetime.fromisoformat(text) for what, text in times.items()})
