"""EFS file systems."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EfsFileSystem:
    """One file system; `key` is empty where it is not encrypted."""

    arn: str
    is_encrypted: bool
    key: str


@dataclass(frozen=True, slots=True)
class EfsFacts:
    """The file systems of one region; handed over as `Regional[EfsFacts]`."""

    file_systems: tuple[EfsFileSystem, ...]
