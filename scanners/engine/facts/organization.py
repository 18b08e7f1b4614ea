"""The AWS organization the account belongs to, as far as this account may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scanners.engine.facts.mailbox import Mailbox
from scanners.engine.facts.unknown import Unknown

_GONE = frozenset({"SUSPENDED", "PENDING_CLOSURE", "CLOSED"})


class Membership(StrEnum):
    """How the scanned account stands to its organization."""

    STANDALONE = "standalone"
    MEMBER = "member"
    MANAGEMENT = "management"
    DELEGATED = "delegated"  # a member that may list the organization's accounts


@dataclass(frozen=True, slots=True)
class OrgAccount:
    """One account of organizations:ListAccounts; `state` is AWS's State, or Status where State is absent."""

    id: str
    name: str
    state: str
    mailbox: Mailbox
    joined_method: str = ""
    joined_at: datetime | None = None

    @property
    def is_gone(self) -> bool:
        """Suspended, being closed or closed."""
        return self.state in _GONE


@dataclass(frozen=True, slots=True)
class OrgFacts:
    """What the Organizations API says.

    A standalone account has empty texts. `accounts` and `root_features` are None where AWS answered that this
    account is not entitled to ask (a plain member, or a standalone account), which is no error.
    `root_features` holds names such as RootCredentialsManagement.
    """

    membership: Membership | Unknown
    org_id: str | Unknown
    feature_set: str | Unknown
    management_account_id: str | Unknown
    management_mailbox: Mailbox | Unknown | None
    accounts: tuple[OrgAccount, ...] | Unknown | None
    root_features: tuple[str, ...] | Unknown | None

    def account(self, account_id: str) -> OrgAccount | None:
        """The listed account of that id, or None if it is not listed or no list could be read."""
        if self.accounts is None or isinstance(self.accounts, Unknown):
            return None
        return next((account for account in self.accounts if account.id == account_id), None)
