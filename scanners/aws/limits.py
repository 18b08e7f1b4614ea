"""How fast one scan may call: AWS's published request rates where there are any, a modest rate elsewhere.

CloudTrail: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
Account:    https://docs.aws.amazon.com/accounts/latest/reference/quotas.html
DynamoDB:   https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html
EC2:        https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
The other rows are ours: AWS publishes no figure for them, and what the customer's own tools need must stay free.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """Sustained calls per second, and how many may come at once after a pause."""

    per_second: float
    burst: int


ANY = "*"
DEFAULT = Rate(20, 40)
RATES: Mapping[tuple[str, str], Rate] = {
    ("account", "ListRegions"): Rate(5, 5),
    ("account", "GetAlternateContact"): Rate(10, 15),
    ("account", "GetContactInformation"): Rate(10, 15),
    ("cloudtrail", ANY): Rate(10, 10),
    ("dynamodb", "DescribeContinuousBackups"): Rate(10, 10),
    ("ec2", ANY): Rate(20, 100),
    ("organizations", ANY): Rate(4, 4),
    ("support", ANY): Rate(1, 2),
    ("iam", ANY): Rate(10, 20),
    ("s3", ANY): Rate(100, 200),
}


def bucket(
    service: str,
    operation: str,
    rates: Mapping[tuple[str, str], Rate] = RATES,
    default: Rate = DEFAULT,
) -> tuple[str, Rate]:
    """Which calls of a service an operation shares its rate with: only its own, or ANY of those without one."""
    own = rates.get((service, operation))
    if own is not None:
        return operation, own
    return ANY, rates.get((service, ANY), default)


class RateLimits:
    """Hands out start times per service and region; callers wait until theirs. Safe for many threads."""

    def __init__(
        self,
        rates: Mapping[tuple[str, str], Rate] = RATES,
        default: Rate = DEFAULT,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rates = rates
        self._default = default
        self._clock = clock
        self._lock = threading.Lock()
        self._full_at: dict[tuple[str, str, str], float] = {}

    def reserve(self, service: str, operation: str, *, region: str) -> float:
        """Seconds to wait before this call may start; the place in the queue is taken at once."""
        shared, rate = bucket(service, operation, self._rates, self._default)
        key = (service, shared, region)
        with self._lock:
            now = self._clock()
            start = max(self._full_at.get(key, 0.0), now)
            self._full_at[key] = start + 1 / rate.per_second
        return max(0.0, start - (rate.burst - 1) / rate.per_second - now)
