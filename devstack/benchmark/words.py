"""The figures of a measurement for a person, each beside its goal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from devstack.benchmark.goals import GOALS, Goal

_MEGABYTE = 1024 * 1024
Figures = Mapping[str, Any]


def text(figures: Figures, *, scale: str, latency_ms: int) -> str:
    """Everything there is to say about one measurement."""
    simulated, replayed = figures["simulated"], figures["replayed"]
    calls, findings = replayed["calls"], replayed["findings"]
    latency = f", {latency_ms} ms a call" if latency_ms else ""
    sections: list[tuple[str, Iterable[str]]] = [
        (
            f"One scan of the {scale} account{latency}: {replayed['status']} {replayed['reason']}".rstrip(),
            _summary(simulated, replayed, goal=GOALS.get((scale, latency_ms)), replays=figures["replays"]),
        ),
        ("What it cannot be faster than, whatever the machine", _floors(simulated)),
        ("Asked more than once", _repeated(replayed["repeated"])),
        ("API calls by service", _rows(_by_service(calls))),
        ("API calls by operation", _rows(Counter(calls))),
        ("Findings by check and outcome", _rows(Counter(findings))),
        ("Not readable", (f"  {line}" for line in replayed["unreadable"])),
        ("Where the time went: inside, innermost", (f"  {line}" for line in replayed["profile"])),
    ]
    written = [
        "\n".join([title, *lines]) for title, lines in ((title, list(rows)) for title, rows in sections) if lines
    ]
    return "\n\n".join(written) + "\n"


def _summary(simulated: Figures, replayed: Figures, *, goal: Goal | None, replays: int) -> Iterable[str]:
    both = (replayed, simulated)
    best = f" (best of {replays})" if replays > 1 else ""
    yield f"                            replayed{best}   with simulator"
    yield _row("wall time", "s", [one["wall"] for one in both], goal.wall if goal else None)
    yield _row("peak memory", "MB", [one["rss"] / _MEGABYTE for one in both], goal.rss if goal else None)
    yield _row("API calls", "", [sum(one["calls"].values()) for one in both], goal.calls if goal else None)
    yield _row("requests, retries too", "", [one["requests"] for one in both])
    yield _row("processor time, scan", "s", [one["cpu"] for one in both])
    yield _row("processor time, to start", "s", [one["start_cpu"] for one in both])
    yield _row("memory when started", "MB", [one["start_rss"] / _MEGABYTE for one in both])
    yield _row("processor time, server", "s", [one["server_cpu"] for one in both])
    yield _row("load of the machine", "", [one["load"] for one in both])
    yield _row("findings", "", [sum(one["findings"].values()) for one in both])


def _row(name: str, unit: str, values: list[float], goal: float | None = None) -> str:
    replayed, simulated = (f"{value:d}" if isinstance(value, int) else f"{value:.2f}" for value in values)
    line = f"  {name:24}{replayed:>8} {unit:2}      {simulated:>8} {unit:2}"
    if goal is None:
        return line.rstrip()
    judged = "reached" if values[0] <= goal else "NOT REACHED"
    return f"{line}   {replayed} of {goal:g} {unit}".rstrip() + f": {judged}"


def _floors(simulated: Figures) -> Iterable[str]:
    return (f"  {seconds:8.2f} s  {name}" for seconds, name in simulated["floors"])


def _repeated(asked: Mapping[str, int]) -> Iterable[str]:
    if not asked:
        return ["  nothing"]
    return (f"  {times:8d}  {one}" for one, times in sorted(asked.items()))


def _by_service(calls: Mapping[str, int]) -> Counter[str]:
    total: Counter[str] = Counter()
    for name, times in calls.items():
        total[name.partition(":")[0]] += times
    return total


def _rows(counts: Counter[str]) -> Iterable[str]:
    return (f"  {times:8d}  {name}" for name, times in sorted(counts.items(), key=lambda row: (-row[1], row[0])))
