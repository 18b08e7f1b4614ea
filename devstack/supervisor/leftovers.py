"""Ending what a killed supervisor left running, and nothing else.

Every process of a stack carries the stack's folder in its environment. A process id alone would not do: after a
restart of the machine it may be somebody else's. The two servers hide their environment: PostgreSQL is known by its
data folder, Valkey by the folder it works in.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil

MARK = "FTRPORTAL_STACK"
GRACE_SECONDS = 8


def end_leftovers(var: Path) -> int:
    """Stop the processes of this folder's earlier run, call it while holding the lock; how many there were."""
    found = list(_marked(var))
    for process in found:
        _signal(process, signal.SIGTERM)
    # Last, and by the signal that does not wait for clients to go.
    database = postgres_process((var / "postgres").resolve() / "data")
    if database:
        found.append(database)
        _signal(database, signal.SIGINT)
    _, alive = psutil.wait_procs(found, timeout=GRACE_SECONDS)
    for process in alive:
        _signal(process, signal.SIGKILL)
    psutil.wait_procs(alive, timeout=GRACE_SECONDS)
    return len(found)


def postgres_process(data: Path) -> psutil.Process | None:
    """The server that runs on this data folder, or None."""
    try:
        process = psutil.Process(int((data / "postmaster.pid").read_text().split("\n", 1)[0]))
        is_ours = str(data) in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE
    except (OSError, ValueError, psutil.Error):
        return None
    return process if is_ours else None


def _marked(var: Path) -> Iterator[psutil.Process]:
    own_family = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    for process in psutil.process_iter():
        try:
            if process.pid not in own_family and _is_ours(process, var):
                yield process
        except psutil.Error:
            continue  # another account's, or gone


def _is_ours(process: psutil.Process, var: Path) -> bool:
    if process.name().startswith("valkey"):
        return bool(process.cwd() == str((var / "valkey").resolve()))
    return bool(process.environ().get(MARK) == str(var))


def _signal(process: psutil.Process, number: int) -> None:
    try:
        process.send_signal(number)
    except psutil.Error:
        return
