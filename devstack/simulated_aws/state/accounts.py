"""Settings of simulated accounts that no AWS API writes: the root user, contacts, support plan, regions."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DEFAULT_REGIONS = ("us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-central-1", "eu-west-1", "eu-west-3")
"""Enabled without asking, like AWS's older regions. Few, so that a demo scan stays short."""

OPT_IN_REGIONS = ("eu-south-2", "ap-east-1", "me-central-1")

PAID_SUPPORT = frozenset({"business", "enterprise_on_ramp", "enterprise", "business_plus", "unified_operations"})
SUPPORT_PLANS = PAID_SUPPORT | {"basic", "developer"}


class UnknownSettingError(Exception):
    """A name or a value that no account setting takes."""


@dataclass(frozen=True)
class RootKey:
    """An access key of the root user. Times are ISO 8601 as the credential report prints them."""

    created_at: str
    last_used_at: str = "N/A"
    active: bool = True


@dataclass(frozen=True)
class Root:
    """The root user's row of the credential report and its part of the account summary."""

    mfa_enabled: bool = True
    virtual_mfa: bool = False
    password_enabled: bool = True
    password_last_used: str = "no_information"
    keys: tuple[RootKey, ...] = ()
    signing_certificate: bool = False


@dataclass(frozen=True)
class Account:
    """One simulated account."""

    account_id: str
    name: str = "Simulated account"
    created_at: str = "2021-03-04T09:30:00+00:00"
    contact: Mapping[str, str] | None = None
    support_plan: str = "basic"
    root: Root = field(default_factory=Root)
    opt_in_enabled: tuple[str, ...] = ()
    disabled_regions: tuple[str, ...] = ()
    control_policy: Mapping[str, Any] | None = None
    organization_features: tuple[str, ...] = ()
    service_credentials: tuple[Mapping[str, str], ...] = ()
    analyzed_regions: tuple[str, ...] = ()
    unused_access_regions: tuple[str, ...] = ()
    macie_regions: tuple[str, ...] = ()
    has_identity_center: bool = False

    def region_status(self, region: str) -> str:
        """The status ListRegions shows for a region."""
        if region in self.disabled_regions:
            return "DISABLED"
        if region in DEFAULT_REGIONS:
            return "ENABLED_BY_DEFAULT"
        return "ENABLED" if region in self.opt_in_enabled else "DISABLED"

    def can_use(self, region: str) -> bool:
        """False where AWS would not know the account's keys: a disabled region, or one nobody opted in to."""
        opted_out = region in OPT_IN_REGIONS and region not in self.opt_in_enabled
        return region not in self.disabled_regions and not opted_out


class Accounts:
    """The accounts that exist. Thread-safe: the server answers each request in a thread of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._accounts: dict[str, Account] = {}

    def find(self, account_id: str) -> Account | None:
        """The account, or None when nobody has opened it."""
        return self._accounts.get(account_id)

    def open(self, account_id: str) -> Account:
        """The account, opened with plain settings if it does not exist."""
        with self._lock:
            return self._accounts.setdefault(account_id, Account(account_id))

    def change(self, account_id: str, settings: Mapping[str, Any]) -> Account:
        """Open the account if needed and set the named settings; `root` may name only some of its fields."""
        with self._lock:
            account = self._accounts.get(account_id, Account(account_id))
            changed = dataclasses.replace(account, **_checked(account, settings))
            self._accounts[account_id] = changed
            return changed

    def all(self) -> list[Account]:
        """Every account, in the order of their ids."""
        return sorted(self._accounts.values(), key=lambda account: account.account_id)


_LISTS = (
    "opt_in_enabled",
    "disabled_regions",
    "organization_features",
    "service_credentials",
    "analyzed_regions",
    "unused_access_regions",
    "macie_regions",
)


def _checked(account: Account, settings: Mapping[str, Any]) -> dict[str, Any]:
    known = {item.name for item in dataclasses.fields(Account)} - {"account_id"}
    unknown = set(settings) - known
    if unknown:
        raise UnknownSettingError(", ".join(sorted(unknown)))
    values = dict(settings)
    for name in _LISTS:
        if name in values:
            values[name] = tuple(values[name])
    if values.get("support_plan", "basic") not in SUPPORT_PLANS:
        raise UnknownSettingError(f"support_plan={values['support_plan']}")
    if "root" in values:
        values["root"] = _root(account.root, values["root"])
    return values


def _root(root: Root, settings: Mapping[str, Any]) -> Root:
    values = dict(settings)
    try:
        if "keys" in values:
            values["keys"] = tuple(RootKey(**key) for key in values["keys"])
        return dataclasses.replace(root, **values)
    except TypeError as error:
        raise UnknownSettingError(f"root: {error}") from error
