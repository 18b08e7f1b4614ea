"""Runs work in forked child processes with kernel limits, one per processor."""

from __future__ import annotations

import json
import os
import resource
import selectors
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ftrportal.common import sandbox

MOST_AT_ONCE = 4
CHUNK = 1024 * 1024

Work = Callable[[], tuple[dict[str, Any], bytes]]


class ChildFailedError(Exception):
    """A child did not finish. `is_limit` is true if it exceeded a limit."""

    def __init__(self, said: str, *, is_limit: bool) -> None:
        super().__init__(said)
        self.said = said
        self.is_limit = is_limit


class ParentGoneError(Exception):
    """The client of the process has gone."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a child. It reads only `readable`, writes only below `folder`, and has no network."""

    cpu_seconds: int
    memory_bytes: int
    readable: tuple[str, ...] = ()
    folder: str = ""

    def apply(self) -> None:
        """Apply the limits to this process; where memory cannot be limited, only the time limit remains."""
        tempfile.tempdir = self.folder or None
        sandbox.apply(readable=self.readable, writable=(self.folder,) if self.folder else ())
        resource.setrlimit(resource.RLIMIT_CPU, (self.cpu_seconds, self.cpu_seconds + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        try:
            resource.setrlimit(resource.RLIMIT_AS, (self.memory_bytes, self.memory_bytes))
        except (ValueError, OSError):
            sys.stderr.write("this system does not limit memory\n")


@dataclass(frozen=True, slots=True)
class Made:
    """The result of a child and its notes."""

    about: dict[str, Any]
    body: bytes


@dataclass(slots=True)
class _Child:
    number: int
    pid: int
    pipe: int
    received: bytearray = field(default_factory=bytearray)


def run_all(
    works: Sequence[Work], limits: Limits, *, parent: int, told: Callable[[], None] = lambda: None
) -> list[Made | ChildFailedError]:
    """Do every piece of work in a child of its own; results in the order of `works`, which are begun in that order.

    Where a child did not finish, its error stands in its place. `parent` is a file that can be read only when the other
    side is gone; `told` is called after each piece. Raises ParentGoneError after every child has ended.
    """
    made: dict[int, Made | ChildFailedError] = {}
    running: dict[int, _Child] = {}
    waiting = list(enumerate(works))
    with selectors.DefaultSelector() as selector:
        selector.register(parent, selectors.EVENT_READ)
        try:
            while waiting or running:
                while waiting and len(running) < at_once():
                    child = _started(*waiting.pop(0), limits)
                    running[child.pipe] = child
                    selector.register(child.pipe, selectors.EVENT_READ)
                for key, _ in selector.select():
                    if key.fd == parent:
                        raise ParentGoneError
                    child = running[key.fd]
                    if chunk := os.read(child.pipe, CHUNK):
                        child.received += chunk
                        continue
                    selector.unregister(child.pipe)
                    made[child.number] = _ended(running.pop(key.fd))
                    told()
        finally:
            for child in running.values():
                os.kill(child.pid, signal.SIGKILL)
                os.close(child.pipe)
                os.waitpid(child.pid, 0)
    return [made[number] for number in range(len(works))]


def at_once() -> int:
    """How many children work side by side: never more than help each other, and never so many that memory is short."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, MOST_AT_ONCE)


def _started(number: int, work: Work, limits: Limits) -> _Child:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _work_and_end(work, limits, writing)
    os.close(writing)
    return _Child(number, pid, reading)


def _work_and_end(work: Work, limits: Limits, writing: int) -> None:
    """In the child. Whatever happens, it must never return into the parent's code, so it ends without unwinding."""
    answer = b""
    try:
        limits.apply()
        about, body = work()
        answer = json.dumps(about).encode() + b"\n" + body
    finally:
        try:
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(answer or traceback.format_exc().encode("utf-8", "replace")[-500:])
        finally:
            os._exit(0 if answer else 1)


def _ended(child: _Child) -> Made | ChildFailedError:
    os.close(child.pipe)
    status = os.waitstatus_to_exitcode(os.waitpid(child.pid, 0)[1])
    if status == 0:
        about, _, body = bytes(child.received).partition(b"\n")
        return Made(json.loads(about), body)
    said = child.received.decode("utf-8", "replace")
    if status < 0:
        return ChildFailedError(said or f"ended by signal {-status}", is_limit=True)
    return ChildFailedError(said, is_limit="MemoryError" in said or "RecursionError" in said)
