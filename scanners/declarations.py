"""What a customer declared about an account and the company: people say it, checks may rely on it, AWS does not."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime

from scanners.registry import DeclaredStore, OwnAccount, Scope


@dataclass(frozen=True, slots=True)
class Declarations:
    """The declared part of a `Scope`, with the same names. Empty means that nobody declared it."""

    is_production: bool | None = None
    support_arrangement: str = ""
    company_name: str = ""
    company_domains: tuple[str, ...] = ()
    is_contact_phone_attested: bool = False
    has_management_contacts: bool = False
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
        return replace(scope, **{one.name: getattr(self, one.name) for one in fields(self)})


NOTHING_DECLARED = Declarations()
