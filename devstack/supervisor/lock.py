"""One stack per folder. The lock is the operating system's, so it is gone when its holder is, however that ended."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO


class AlreadyRunning(Exception):
    """Another supervisor holds the lock. `holder` is what it wrote about itself."""

    def __init__(self, holder: Holder) -> None:
        super().__init__(f"already running as process {holder.pid}")
        self.holder = holder


@dataclass(frozen=True)
class Holder:
    """Who holds the lock; the address is empty until it is known."""

    pid: int
    address: str = ""


class RunLock:
    """Held from before the first process is started until after the last has ended."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, holder: Holder) -> None:
        """Tell others who holds the lock."""
        self._file.seek(0)
        self._file.truncate()
        self._file.write(json.dumps({"pid": holder.pid, "address": holder.address}))
        self._file.flush()


@contextmanager
def run_lock(path: Path) -> Iterator[RunLock]:
    """Take the lock or raise AlreadyRunning."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(_read(file)) from None
        lock = RunLock(file)
        lock.write(Holder(os.getpid()))
        yield lock
        file.truncate(0)


def holder(path: Path) -> Holder | None:
    """Who runs the stack; None when nobody does."""
    try:
        file = path.open("r", encoding="utf-8")
    except FileNotFoundError:
        return None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _read(file)
    return None


def _read(file: IO[str]) -> Holder:
    file.seek(0)
    try:
        content = json.loads(file.read())
        return Holder(int(content["pid"]), str(content["address"]))
    except (ValueError, KeyError, TypeError):
        return Holder(0)  # taken a moment ago, not written yet
