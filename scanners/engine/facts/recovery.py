"""What AWS records about resilience goals and exercises: Resilience Hub, Fault Injection Service, Elastic DR."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ResilienceApp:
    """An application of Resilience Hub; `compliance` is AWS's word, the targets are 0 where none is set."""

    arn: str
    name: str
    compliance: str
    rto_seconds: int
    rpo_seconds: int
    assessed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ResilienceHubFacts:
    """The applications of one region; handed over as `Regional[ResilienceHubFacts]`."""

    apps: tuple[ResilienceApp, ...]


@dataclass(frozen=True, slots=True)
class Experiment:
    """A fault injection experiment; `status` is AWS's word. A preview resolves targets and does nothing to them."""

    arn: str
    status: str
    created_at: datetime | None
    is_preview: bool = False


@dataclass(frozen=True, slots=True)
class FaultInjectionFacts:
    """The experiments of one region; handed over as `Regional[FaultInjectionFacts]`."""

    experiments: tuple[Experiment, ...]


@dataclass(frozen=True, slots=True)
class Drill:
    """A drill of Elastic Disaster Recovery; `launched` of `servers` came up."""

    arn: str
    status: str
    ended_at: datetime | None
    servers: int
    launched: int


@dataclass(frozen=True, slots=True)
class DisasterRecoveryFacts:
    """The drills of one region; handed over as `Regional[DisasterRecoveryFacts]`."""

    drills: tuple[Drill, ...]
