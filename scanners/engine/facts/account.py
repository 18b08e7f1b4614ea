"""The account itself: its state, its regions and the people AWS would write to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scanners.engine.facts.mailbox import Mailbox
from scanners.engine.facts.unknown import Unknown


class ContactType(StrEnum):
    """The three alternate contacts an account can have."""

    BILLING = "BILLING"
    OPERATIONS = "OPERATIONS"
    SECURITY = "SECURITY"


@dataclass(frozen=True, slots=True)
class RegionStatus:
    """One region of account:ListRegions; `status` is AWS's word, such as ENABLED_BY_DEFAULT."""

    name: str
    status: str


@dataclass(frozen=True, slots=True)
class PrimaryContact:
    """account:GetContactInformation without street, name and number.

    `verification` is AWS's word or empty, `website` the host of the URL, `phone_digest` keyed like a mailbox digest.
    """

    company: str
    country: str
    website: str
    phone_masked: str
    phone_digest: str
    verification: str = ""


@dataclass(frozen=True, slots=True)
class AlternateContact:
    """One alternate contact that is set."""

    mailbox: Mailbox
    phone_digest: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What the Account API says about the scanned account.

    `state` is AWS's word (PENDING_ACTIVATION, ACTIVE, SUSPENDED, CLOSED). A contact of None was answered with
    "there is none" (ResourceNotFoundException); a refused one is Unknown.
    """

    name: str | Unknown
    state: str | Unknown
    created_at: datetime | Unknown | None
    enabled_regions: tuple[RegionStatus, ...] | Unknown
    primary_contact: PrimaryContact | Unknown | None
    billing_contact: AlternateContact | Unknown | None
    operations_contact: AlternateContact | Unknown | None
    security_contact: AlternateContact | Unknown | None

    @property
    def alternate_contacts(self) -> tuple[tuple[ContactType, AlternateContact | Unknown | None], ...]:
        """The three of them in a fixed order."""
        return (
            (ContactType.BILLING, self.billing_contact),
            (ContactType.OPERATIONS, self.operations_contact),
            (ContactType.SECURITY, self.security_contact),
        )
