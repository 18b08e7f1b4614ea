"""EFS file systems."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scanners.engine.facts.unknown import Unknown


@dataclass(frozen=True, slots=True)
class EfsFileSystem:
    """One file system; `key` is empty where it is not encrypted.

    `backup_policy` is AWS's word for its automatic backups (ENABLED, ENABLING, DISABLED, DISABLING), empty where it has
    none or where it was not asked for because AWS Backup has a recent copy.
    """

    arn: str
    is_encrypted: bool
    key: str
    created_at: datetime | None = None
    backup_policy: str | Unknown = ""

    @property
    def id(self) -> str:
        """The end of the ARN, as consoles show it."""
        return self.arn.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class EfsFacts:
    """The file systems of one region; handed over as `Regional[EfsFacts]`."""

    file_systems: tuple[EfsFileSystem, ...]
