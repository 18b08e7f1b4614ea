"""What the seeds of golden accounts share: where they live, how they tell times and ARNs, what makes one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from devstack.simulated_aws.running import SimulatedAws
from scanners.engine.scope import NOTHING_DECLARED, Declarations

HOME = "eu-central-1"
OTHER = "us-east-1"
LONG_AGO = "2023-01-10T08:00:00+00:00"
_NOW = datetime.now(UTC)


def _no_names(_: SimulatedAws) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Golden:
    """An account whose truth is written down in `truth/<name>.txt` before anybody scans it.

    `named` gives words for ids that the simulator makes up or that say nothing; `now` is the moment of the scan where
    it matters; `regions` are those the scan is narrowed to, `opt_ins` the readings that were switched on.
    """

    name: str
    account_id: str
    seed: Callable[[SimulatedAws], None]
    declared: Declarations = NOTHING_DECLARED
    named: Callable[[SimulatedAws], Mapping[str, str]] = field(default=_no_names)
    regions: tuple[str, ...] = (HOME, OTHER)
    now: datetime | None = None
    opt_ins: tuple[str, ...] = ()


def ago(*, days: float = 0, hours: float = 0, minutes: float = 0) -> datetime:
    """A moment before these tests began."""
    return _NOW - timedelta(days=days, hours=hours, minutes=minutes)


def arn(account_id: str, service: str, resource: str, *, region: str = HOME) -> str:
    """The ARN of a resource in an account and region."""
    return f"arn:aws:{service}:{region}:{account_id}:{resource}"
