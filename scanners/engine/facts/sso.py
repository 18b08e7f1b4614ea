"""IAM Identity Center instances."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SsoInstance:
    """One instance of sso-admin:ListInstances; `status` is AWS's word (ACTIVE, ...)."""

    arn: str
    owner_account_id: str
    primary_region: str
    status: str


@dataclass(frozen=True, slots=True)
class SsoFacts:
    """Instances this account can see. No public API tells their MFA settings or their identity source."""

    instances: tuple[SsoInstance, ...]
