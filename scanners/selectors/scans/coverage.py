"""Where a scan that is over has looked: AWS service by service, region by region."""

from __future__ import annotations

from dataclasses import dataclass

from scanners.engine.service_names import service_name
from scanners.models import ScanRun

GLOBAL = "global"


@dataclass(frozen=True, slots=True)
class ServiceCoverage:
    """The regions in which everything of a service was read, something was not readable, or the scan was stopped."""

    name: str
    read: tuple[str, ...]
    unreadable: tuple[str, ...]
    stopped: tuple[str, ...]


def service_coverage(run: ScanRun) -> list[ServiceCoverage]:
    """One row per service; a region counts as read only when every step in it was."""
    states: dict[str, dict[str, set[str]]] = {}
    for key, state in run.progress.items():
        collector, _, region = key.partition("/")
        states.setdefault(collector.partition(".")[0], {}).setdefault(region or GLOBAL, set()).add(state)
    return [_service(name, regions) for name, regions in sorted(states.items())]


def _service(name: str, regions: dict[str, set[str]]) -> ServiceCoverage:
    unreadable = {region for region, states in regions.items() if "unreadable" in states}
    read = {region for region, states in regions.items() if states == {"done"}}
    stopped = set(regions) - unreadable - read
    looked = (tuple(sorted(some, key=_global_first)) for some in (read, unreadable, stopped))
    return ServiceCoverage(service_name(name), *looked)


def _global_first(region: str) -> tuple[bool, str]:
    return region != GLOBAL, region
