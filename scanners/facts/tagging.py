"""What tags tell of a region: which services have resources there, and which stages the resources name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServiceCount:
    """How many tagged (or formerly tagged) resources a service has; `service` is the ARN's word."""

    service: str
    count: int


@dataclass(frozen=True, slots=True)
class StageTag:
    """One value of a tag that speaks of stages, on how many resources, with a few of their ARNs."""

    key: str
    value: str
    count: int
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TagFacts:
    """The tagged resources of one region, counted. Tags about anything but stages are not kept."""

    services: tuple[ServiceCount, ...]
    stages: tuple[StageTag, ...]
