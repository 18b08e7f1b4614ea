"""Trails, what they record, whether their files arrive; event data stores."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scanners.engine.facts.unknown import Unknown


@dataclass(frozen=True, slots=True)
class TrailStatus:
    """cloudtrail:GetTrailStatus, asked in the trail's home region. An error text is empty where there is none."""

    is_logging: bool
    started_at: datetime | None
    stopped_at: datetime | None
    last_delivery_at: datetime | None
    last_delivery_error: str
    last_digest_at: datetime | None
    last_digest_error: str


@dataclass(frozen=True, slots=True)
class EventSelector:
    """A basic selector; `read_write` is ReadOnly, WriteOnly or All."""

    read_write: str
    include_management: bool
    excluded_sources: tuple[str, ...]
    data_resource_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldSelector:
    """One field condition of an advanced selector; `operator` is AWS's word (Equals, NotEquals, StartsWith, ...)."""

    field: str
    operator: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdvancedSelector:
    """An advanced selector: all its field conditions hold together."""

    fields: tuple[FieldSelector, ...]


@dataclass(frozen=True, slots=True)
class TrailSelectors:
    """cloudtrail:GetEventSelectors. A trail has basic or advanced ones; none of either is AWS's default."""

    basic: tuple[EventSelector, ...] = ()
    advanced: tuple[AdvancedSelector, ...] = ()


@dataclass(frozen=True, slots=True)
class Trail:
    """One trail, once, however many regions show it.

    The owner is read from the ARN: a delegated administrator shows trails that belong to the management account.
    `selectors` is None where AWS says that the trail has no custom selectors (then: all management events, no data
    events). `kms_key` is empty for the default encryption.
    """

    arn: str
    name: str
    home_region: str
    is_multi_region: bool
    is_organization: bool
    includes_global_events: bool
    bucket: str
    kms_key: str
    validates_files: bool
    log_group_arn: str
    status: TrailStatus | Unknown
    selectors: TrailSelectors | Unknown | None

    @property
    def owner_account_id(self) -> str:
        """The account id in the trail's ARN, or nothing."""
        parts = self.arn.split(":")
        return parts[4] if len(parts) > 4 else ""


@dataclass(frozen=True, slots=True)
class TrailFacts:
    """Every trail the account can see, its own and its organization's."""

    trails: tuple[Trail, ...]


@dataclass(frozen=True, slots=True)
class EventDataStore:
    """One CloudTrail Lake store; `status` is AWS's word (ENABLED, ...). `selectors` as in a trail."""

    arn: str
    name: str
    status: str
    is_multi_region: bool
    is_organization: bool
    retention_days: int
    is_termination_protected: bool
    selectors: tuple[AdvancedSelector, ...]


@dataclass(frozen=True, slots=True)
class LakeFacts:
    """The event data stores of one region; one Unknown(NOT_COLLECTED) where a trail made asking pointless."""

    stores: tuple[EventDataStore | Unknown, ...]
