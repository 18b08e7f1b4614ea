"""Groups of machines that replace each other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MachineGroup:
    """One Auto Scaling group and the Availability Zones it may use; `wanted` is how many machines it keeps now."""

    arn: str
    name: str
    zones: tuple[str, ...]
    wanted: int


@dataclass(frozen=True, slots=True)
class MachineGroupFacts:
    """The groups of one region; handed over as `Regional[MachineGroupFacts]`."""

    groups: tuple[MachineGroup, ...]
