"""What a check may know besides facts: the account, the moment, and what the customer declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """An account the customer calls its own.

    `stage` is "production", "non_production", "log_archive", "platform" (security, network, management) or empty (not
    classified). An account with two stages stands twice.
    """

    id: str
    stage: str = ""
    is_connected: bool = False


@dataclass(frozen=True, slots=True)
class DeclaredStore:
    """What the customer says of one data store, by ARN.

    `role` is "primary", "replica", "cache", "log", "artefact", "public_asset" or empty (not classified);
    `keep_days` is how far back it must be restorable, 0 where nothing is declared.
    """

    arn: str
    role: str = ""
    is_sensitive: bool | None = None
    keep_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Declarations:
    """What a customer declared about an account and the company: people say it, checks may rely on it, AWS does not.

    Where something is not given, nobody declared it, and a check that depends on it says REVIEW, never PASS.
    `support_arrangement` is "partner_led", "action_plan" or empty;
    `has_management_contacts` means that the connected management account was found to have all three contacts;
    `complete_trails` are ARNs of organization trails that the scan of an account that may read their selectors found
    to record all management events of all regions;
    `reviewed_public_buckets` are names with a valid review record of public reading; `person_user_names` are IAM
    users mapped to one named person; `has_no_other_stage` means that nothing but production runs on AWS;
    `reviewed_workloads` are names or ARNs of the Well-Architected workloads that are this product;
    `logs_access_itself` means that the product records who reads its data;
    `is_federation_mfa_enforced` is an attestation not older than a year;
    `rpo_minutes` is the strictest recovery point objective declared for the account's stores;
    `has_third_parties` and `has_static_credentials` are screening answers; `human_access` are the ways in which people
    are declared to reach AWS ("iam_users", "identity_center", "federation"), empty where nobody has said.
    """

    is_production: bool | None = None
    support_arrangement: str = ""
    company_name: str = ""
    company_domains: tuple[str, ...] = ()
    is_contact_phone_attested: bool = False
    has_management_contacts: bool = False
    complete_trails: tuple[str, ...] = ()
    own_accounts: tuple[OwnAccount, ...] = ()
    is_log_account: bool = False
    reviewed_public_buckets: tuple[str, ...] = ()
    person_user_names: tuple[str, ...] = ()
    identity_audit_at: datetime | None = None
    is_federation_mfa_enforced: bool | None = None
    has_no_other_stage: bool = False
    handles_phi: bool | None = None
    reaches_customer_accounts: bool | None = None
    reviewed_workloads: tuple[str, ...] = ()
    logs_access_itself: bool | None = None
    stores: tuple[DeclaredStore, ...] = ()
    rpo_minutes: int | None = None
    has_third_parties: bool | None = None
    human_access: tuple[str, ...] = ()
    has_static_credentials: bool | None = None

    def added_to(self, scope: Scope) -> Scope:
        """The scope with everything that was declared."""
        return replace(scope, **{one.name: getattr(self, one.name) for one in fields(Declarations)})


NOTHING_DECLARED = Declarations()


@dataclass(frozen=True, slots=True)
class Scope(Declarations):
    """What is declared, and the account and the moment the facts were read (UTC)."""

    account_id: str
    partition: str
    now: datetime
    regions: tuple[str, ...]
    _stores_by_arn: Mapping[str, DeclaredStore] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_stores_by_arn", {one.arn: one for one in self.stores})

    @property
    def account_arn(self) -> str:
        """Names the account where no single resource is meant."""
        return f"arn:{self.partition}:iam::{self.account_id}:root"

    def store(self, arn: str) -> DeclaredStore:
        """What is declared of a store; an unclassified one if nothing is."""
        return self._stores_by_arn.get(arn) or DeclaredStore(arn)
