"""The measurement from its options to its text."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from ftrportal.devstack.benchmark.scales import SCALES
from ftrportal.devstack.benchmark.stand import stand

ACCOUNT = "121212343434"
_MEGABYTE = 1024 * 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--scale", choices=sorted(SCALES), default="small")
    parser.add_argument("--profile", action="store_true", help="also show which functions the time went to")
    parser.add_argument("--latency-ms", type=int, default=0, help="what each call waits, as over a real network")


def run(options: argparse.Namespace) -> str:
    """Measure, and say what was measured."""
    figures = measure(options.scale, latency_ms=options.latency_ms, is_profiled=options.profile)
    return text(figures, scale=options.scale, latency_ms=options.latency_ms)


def measure(scale: str, *, latency_ms: int = 0, is_profiled: bool = False) -> dict[str, Any]:
    """The figures of one scan. Raises StandFailed."""
    with stand() as ready:
        ready.aws.fill_account(ACCOUNT, SCALES[scale])
        prepared = ready.run("prepare", ACCOUNT, *SCALES[scale].regions)
        if latency_ms:
            ready.aws.add_fault(kind="latency", call="*:*", milliseconds=latency_ms)
        ready.aws.clear_calls()
        profile = ["--profile"] if is_profiled else []
        before = ready.aws.processor_seconds()
        figures: dict[str, Any] = ready.run("measure", prepared["organization"], prepared["run"], *profile)
        figures["simulator_cpu"] = ready.aws.processor_seconds() - before
        figures["requests"] = len(ready.aws.calls())
        figures["load"] = os.getloadavg()[0]
        return figures


def text(figures: Mapping[str, Any], *, scale: str, latency_ms: int) -> str:
    """The figures for a person."""
    calls, findings = figures["calls"], figures["findings"]
    latency = f", {latency_ms} ms a call" if latency_ms else ""
    lines = [
        f"One scan of the {scale} account{latency}: {figures['status']} {figures['reason']}".rstrip(),
        f"  wall time              {figures['wall']:8.2f} s   (load of the machine {figures['load']:.1f})",
        f"  processor time         {figures['cpu']:8.2f} s   of the scan; {figures['start_cpu']:.2f} s to start",
        f"  simulator's own        {figures['simulator_cpu']:8.2f} s   it shares the machine and answers on one core",
        f"  peak memory            {_mb(figures['rss']):8.0f} MB  ({_mb(figures['start_rss']):.0f} MB before)",
        f"  API calls              {sum(calls.values()):8d}     ({figures['requests']} requests with retries)",
        f"  findings               {sum(findings.values()):8d}",
        "",
        "API calls by service",
        *_rows(_by_service(calls)),
        "",
        "API calls by operation",
        *_rows(Counter(calls)),
        "",
        "Findings by check and outcome",
        *_rows(Counter(findings)),
    ]
    if figures["unreadable"]:
        lines += ["", "Not readable", *(f"  {line}" for line in figures["unreadable"])]
    if figures["profile"]:
        lines += ["", "Where the time went: inside, innermost", *(f"  {line}" for line in figures["profile"])]
    return "\n".join(lines) + "\n"


def _mb(size: int) -> float:
    return size / _MEGABYTE


def _by_service(calls: Mapping[str, int]) -> Counter[str]:
    total: Counter[str] = Counter()
    for name, times in calls.items():
        total[name.partition(":")[0]] += times
    return total


def _rows(counts: Counter[str]) -> Iterable[str]:
    return (f"  {times:8d}  {name}" for name, times in sorted(counts.items(), key=lambda row: (-row[1], row[0])))
