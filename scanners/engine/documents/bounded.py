"""Reading one document in a process of its own, under limits of memory, processor time and wall time.

A hostile file can make a parser take gigabytes or minutes; the kernel ends the child, never the worker.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scanners.engine.checks.verdicts import Outcome, Verdict, unknown
from scanners.engine.facts.unknown import Reason, Unknown

LIMIT_SIGNS = ("MemoryError", "RecursionError")
_ROOT = Path(__file__).resolve().parents[3]
_TOO_MUCH = (
    "could not be read with {memory} MB of memory and {seconds} s of processor time. Split the file, or attach only "
    "the part that creates the role or lists the external IDs."
)
_BROKEN = "could not be read because of an internal error. Attach the file in another format, or contact support."


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take. The wall time is longer, because other processes take turns on the machine."""

    memory_bytes: int = 512 * 1024 * 1024
    cpu_seconds: int = 10
    wall_seconds: int = 45


def read_bounded(
    check_ids: Iterable[str],
    *,
    name: str,
    data: bytes,
    accounts: frozenset[str] = frozenset(),
    limits: Limits | None = None,
) -> Mapping[str, tuple[Verdict, ...]]:
    """The verdicts of each check on one file. A file that takes more than the limits is UNKNOWN, with what to do."""
    limits = limits or Limits()
    wanted = tuple(check_ids)
    if not wanted:
        return {}
    job = {"check_ids": wanted, "name": name, "accounts": sorted(accounts), "limits": asdict(limits)}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "scanners.engine.documents.child"],
            input=json.dumps(job).encode() + b"\n" + data,
            capture_output=True,
            cwd=_ROOT,
            env={"PYTHONPATH": str(_ROOT), "PYTHONHASHSEED": "random", "LC_ALL": "C.UTF-8"},
            timeout=limits.wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _all_unknown(wanted, name, limits, is_limit=True)
    if done.returncode == 0:
        found = json.loads(done.stdout)["verdicts"]
        return {one: tuple(map(_verdict, verdicts)) for one, verdicts in found.items()}
    said = done.stderr.decode("utf-8", "replace")
    is_limit = done.returncode < 0 or any(sign in said for sign in LIMIT_SIGNS)
    return _all_unknown(wanted, name, limits, is_limit=is_limit)


def _all_unknown(
    check_ids: tuple[str, ...], name: str, limits: Limits, *, is_limit: bool
) -> dict[str, tuple[Verdict, ...]]:
    memory = limits.memory_bytes // 1024**2
    text = _TOO_MUCH.format(memory=memory, seconds=limits.cpu_seconds) if is_limit else _BROKEN
    gap = Unknown(Reason.MALFORMED, "", f"{name} {text}")
    return {one: (unknown(name, gap),) for one in check_ids}


def _verdict(record: dict[str, Any]) -> Verdict:
    return Verdict(
        Outcome(record["outcome"]),
        record["resource"],
        record["message"],
        reason=record["reason"],
        evidence=record["evidence"],
    )
