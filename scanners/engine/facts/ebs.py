"""EBS volumes, their latest snapshots and the lifecycle policies that make them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scanners.engine.facts.unknown import Unknown


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag that a lifecycle policy looks for; no other tag's value is kept."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Volume:
    """One volume. `node_marks` are tags that name it a part of a replaceable machine.

    `tags` holds the tags lifecycle policies look for; `has_own_tags` tells whether the customer tagged it at all.
    `is_deleted_with_instance` is false as soon as one attachment outlives its instance.
    """

    id: str
    arn: str
    is_encrypted: bool
    state: str
    instances: tuple[str, ...]
    is_deleted_with_instance: bool
    created_at: datetime | None
    is_managed: bool
    is_container_claim: bool
    node_marks: tuple[str, ...]
    has_own_tags: bool
    tags: tuple[Tag, ...]

    @property
    def is_in_use(self) -> bool:
        """Attached to something."""
        return self.state == "in-use"


@dataclass(frozen=True, slots=True)
class SnapshotsOfVolume:
    """The latest completed snapshot of a volume, and the latest one that AWS Backup or a lifecycle policy made."""

    volume_id: str
    latest_at: datetime
    latest_automatic_at: datetime | None
    count: int


@dataclass(frozen=True, slots=True)
class LifecyclePolicy:
    """An enabled policy; `resource_type` is VOLUME or INSTANCE. A default policy takes everything but exclusions."""

    id: str
    type: str
    is_default: bool
    resource_type: str
    target_tags: tuple[Tag, ...]
    has_exclusions: bool


@dataclass(frozen=True, slots=True)
class EbsFacts:
    """Block storage of one region. Snapshots are asked only of attached volumes that AWS Backup does not cover."""

    encrypts_by_default: bool | Unknown
    volumes: tuple[Volume, ...] | Unknown
    snapshots: tuple[SnapshotsOfVolume, ...] | Unknown
    policies: tuple[LifecyclePolicy | Unknown, ...] | Unknown
