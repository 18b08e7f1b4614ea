"""Whether this very code prepared the database and the static files already, so that a restart takes seconds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from devstack.supervisor.layout import ROOT

CODE = ("ftrportal", "assessments", "scanners", "static", "requirements.txt")


def code_fingerprint(root: Path = ROOT) -> str:
    """Changes with any source, migration, catalogue or static file; names, sizes and times are enough for that."""
    digest = hashlib.sha256()
    for path in _files(root):
        found = path.stat()
        digest.update(f"{path.relative_to(root)}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def is_prepared(stamps: list[Path], fingerprint: str) -> bool:
    """Every stamp says so; each lies inside what it speaks of, and is deleted with it."""
    return all(stamp.exists() and stamp.read_text() == fingerprint for stamp in stamps)


def note_prepared(stamps: list[Path], fingerprint: str) -> None:
    for stamp in stamps:
        stamp.write_text(fingerprint)


def _files(root: Path) -> Iterator[Path]:
    for name in CODE:
        start = root / name
        found = [start] if start.is_file() else sorted(start.rglob("*"))
        yield from (path for path in found if path.is_file() and path.suffix != ".pyc")
