"""FSx file systems."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FsxFileSystem:
    """One file system; `backup_days` is None where AWS does not say."""

    arn: str
    type: str
    deployment: str
    backup_days: int | None
    key: str

    @property
    def id(self) -> str:
        """The end of the ARN, as consoles show it."""
        return self.arn.rpartition("/")[2]

    @property
    def is_scratch(self) -> bool:
        """Lustre for short-lived data, which takes no backups."""
        return self.deployment.startswith("SCRATCH")


@dataclass(frozen=True, slots=True)
class FsxFacts:
    """The file systems of one region; handed over as `Regional[FsxFacts]`."""

    file_systems: tuple[FsxFileSystem, ...]
