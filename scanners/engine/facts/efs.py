"""EFS file systems."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EfsFileSystem:
    """One file system; `key` is empty where it is not encrypted."""

    arn: str
    is_encrypted: bool
    key: str

    @property
    def id(self) -> str:
        """The end of the ARN, as consoles show it."""
        return self.arn.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class EfsFacts:
    """The file systems of one region; handed over as `Regional[EfsFacts]`."""

    file_systems: tuple[EfsFileSystem, ...]
