"""How long a scan must take whatever we do: by the request rates it keeps to, and by the way to AWS and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scanners.engine.aws.client import IN_FLIGHT
from scanners.engine.aws.limits import bucket

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Floor:
    """The least seconds that one bucket of the rate limits, or the latency, leaves a scan."""

    seconds: float
    name: str


def floors(log: Iterable[Mapping[str, Any]], *, latency_ms: int) -> list[Floor]:
    """The largest first, of the calls that the simulator logged."""
    calls: Counter[tuple[str, str, str]] = Counter()
    for call in log:
        service, _, operation = call["call"].partition(":")
        if service != "sts":  # AssumeRole is the portal's own call, GetCallerIdentity the first of a scan
            calls[service, bucket(service, operation)[0], call["region"]] += 1
    found = [_of_bucket(key, times) for key, times in calls.items()]
    waiting = latency_ms / 1000 * calls.total() / IN_FLIGHT
    found.append(Floor(waiting, f"{latency_ms} ms a call, {IN_FLIGHT} calls at a time"))
    return sorted((one for one in found if one.seconds > 0), key=lambda one: (-one.seconds, one.name))[:_SHOWN]


def _of_bucket(key: tuple[str, str, str], times: int) -> Floor:
    service, operation, region = key
    rate = bucket(service, operation)[1]
    name = f"{service}:{operation} in {region}: {times} calls, {rate.burst} at once, {rate.per_second:g} a second"
    return Floor((times - rate.burst) / rate.per_second, name)
