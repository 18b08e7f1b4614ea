"""What a process and its children take together, while they take it. For the benchmark; Linux only."""

from __future__ import annotations

import os
import resource
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

PROC = Path("/proc")
EVERY = 0.1  # seconds


def processor_seconds() -> float:
    """Of this process and its ended children: on a busy machine the clock says little."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


class PeakMemory:
    """The most memory, in megabytes, that this process and everything below it took at one moment inside the context.

    Memory that forked processes share is counted once. Zero where the kernel does not tell. Looking takes processor
    time too, which is told apart.
    """

    def __init__(self) -> None:
        self.megabytes = 0.0
        self.processor_seconds = 0.0  # which looking took itself
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(EVERY):
            self.megabytes = max(self.megabytes, sum(_kilobytes(one) for one in _family()) / 1024)
            self.processor_seconds = time.thread_time()


def _family() -> set[int]:
    """This process and all below it."""
    parents = {}
    for path in PROC.glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue  # it ended meanwhile
    family = {os.getpid()}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def _kilobytes(process: int) -> int:
    try:
        lines = (PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
