"""The measurement from its options to its text."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from devstack.benchmark.floors import floors
from devstack.benchmark.replay import replaying
from devstack.benchmark.scales import SCALES
from devstack.benchmark.stand import Stand, StandFailed, stand
from devstack.benchmark.words import text

ACCOUNT = "121212343434"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--scale", choices=sorted(SCALES), default="small")
    parser.add_argument("--latency-ms", type=int, default=0, help="what each call waits, as over a real network")
    parser.add_argument("--profile", action="store_true", help="also show which functions the time went to")
    parser.add_argument("--replays", type=int, default=1, help="how often the replay is measured; the best counts")


def run(options: argparse.Namespace) -> str:
    """Measure, and say what was measured. Raises StandFailed."""
    figures = measure(
        options.scale, latency_ms=options.latency_ms, is_profiled=options.profile, replays=max(1, options.replays)
    )
    return text(figures, scale=options.scale, latency_ms=options.latency_ms)


def measure(scale: str, *, latency_ms: int = 0, is_profiled: bool = False, replays: int = 1) -> dict[str, Any]:
    """The figures of a scan of the simulator and of the same scan replayed. Raises StandFailed."""
    profile = ["--profile"] if is_profiled else []
    with stand() as ready, tempfile.TemporaryDirectory(prefix="ftrportal-recording-") as folder:
        recording = Path(folder) / "recording.jsonl"
        organization, simulated = _simulated(ready, scale, recording=recording, latency_ms=latency_ms)
        figures = [
            _replayed(ready, organization, recording, latency_ms=latency_ms, profile=profile) for _ in range(replays)
        ]
    best = min(figures, key=lambda one: one["wall"])
    return {"simulated": simulated, "replayed": best, "replays": replays}


def _simulated(ready: Stand, scale: str, *, recording: Path, latency_ms: int) -> tuple[str, dict[str, Any]]:
    """One scan of the simulator, which keeps its answers."""
    aws = ready.aws
    aws.fill_account(ACCOUNT, SCALES[scale])
    prepared = ready.run("prepare", ACCOUNT, *SCALES[scale].regions)
    if latency_ms:
        aws.add_fault(kind="latency", call="*:*", milliseconds=latency_ms)
    aws.clear_calls()
    aws.start_recording(recording)
    before, load = aws.processor_seconds(), os.getloadavg()[0]
    figures: dict[str, Any] = ready.run("measure", prepared["organization"], prepared["run"])
    aws.stop_recording()
    log = aws.calls()
    figures |= {
        "server_cpu": aws.processor_seconds() - before,
        "requests": len(log),
        "load": load,
        "floors": [(one.seconds, one.name) for one in floors(log, latency_ms=latency_ms)],
    }
    return prepared["organization"], figures


def _replayed(
    ready: Stand, organization: str, recording: Path, *, latency_ms: int, profile: list[str]
) -> dict[str, Any]:
    """The same scan once more; only the far side of the connection is another, and takes next to no time."""
    queued = ready.run("again", organization)
    with replaying(recording, latency_ms=latency_ms) as replay:
        before, load = replay.figures()["cpu"], os.getloadavg()[0]
        figures: dict[str, Any] = ready.run(
            "measure", organization, queued["run"], *profile, endpoint_url=replay.endpoint_url
        )
        served: Mapping[str, Any] = replay.figures()
    if served["unknown"]:
        raise StandFailed("The replayed scan asked what the recorded one did not:\n" + "\n".join(served["unknown"]))
    return figures | {
        "server_cpu": served["cpu"] - before,
        "requests": served["requests"],
        "load": load,
        "repeated": served["repeated"],
    }
