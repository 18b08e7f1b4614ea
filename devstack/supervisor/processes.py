"""The parts of a running stack: how one is started, watched and ended."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from devstack.supervisor.layout import ROOT

TAIL_BYTES = 1500


class Part(ABC):
    """`name` is what the person reads, `log` where its output goes."""

    def __init__(self, name: str, log: Path) -> None:
        self.name = name
        self.log = log
        self._started_at: list[float] = []

    def start(self) -> None:
        """Start it, or start it again."""
        self._started_at.append(time.monotonic())
        self.launch()

    @abstractmethod
    def launch(self) -> None:
        """Start the process."""

    @abstractmethod
    def has_ended(self) -> bool:
        """Whether it was started and lives no more."""

    @abstractmethod
    def ask_to_stop(self) -> None:
        """Send it the signal that ends it in order, and return at once."""

    @abstractmethod
    def wait_until_stopped(self) -> None:
        """Wait for the end; past its time of grace, enforce it."""

    def starts_within(self, seconds: float) -> int:
        """How often it was started lately: tells an accident from a process that cannot run."""
        return sum(1 for moment in self._started_at if time.monotonic() - moment < seconds)


@dataclass(frozen=True)
class Command:
    """What to run and what it is told."""

    arguments: Sequence[str]
    environment: Mapping[str, str] = field(repr=False)
    grace_seconds: float = 10


class Process(Part):
    """A command in a session of its own: Ctrl-C in the terminal reaches only the supervisor, which ends it in order."""

    def __init__(self, name: str, log: Path, command: Command) -> None:
        super().__init__(name, log)
        self.command = command
        self.running: subprocess.Popen[bytes] | None = None

    def launch(self) -> None:
        self._end_session()
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                list(self.command.arguments),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=ROOT,
                env=dict(self.command.environment),
                start_new_session=True,
            )

    def has_ended(self) -> bool:
        return self.running is not None and self.running.poll() is not None

    def wait(self) -> int:
        """For a command that ends by itself: its exit code."""
        return self.running.wait() if self.running else 0

    def ask_to_stop(self) -> None:
        if self.running and self.running.poll() is None:
            self.running.terminate()

    def wait_until_stopped(self) -> None:
        if self.running is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.running.wait(self.command.grace_seconds)
        self._end_session()
        self.running.wait()
        self.running = None

    def _end_session(self) -> None:
        """Kill what the process left behind, such as the children of a worker that was killed."""
        if self.running:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.running.pid, signal.SIGKILL)


def tail(log: Path) -> str:
    """The last lines of a log, for the person whose stack just failed."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - TAIL_BYTES))
            return file.read().decode("utf-8", errors="replace").strip()
    except FileNotFoundError:
        return ""
