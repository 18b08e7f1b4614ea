"""How fast one scan may call, and how long it bears being throttled.

The rates are AWS's published ones where there are any, and modest elsewhere. All are per service and region, as AWS
counts them; there is no figure for the account as a whole, because AWS has none.

CloudTrail: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
Account:    https://docs.aws.amazon.com/accounts/latest/reference/quotas.html
DynamoDB:   https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html
EC2:        https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
RDS:        https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-api-throttling.html
The other rows are ours: AWS publishes no figure for them, and what the customer's own tools need must stay free.
"""

from __future__ import annotations

import math
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
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
    ("rds", ANY): Rate(10, 100),  # of 12 and 300
    ("support", ANY): Rate(1, 2),
    ("iam", ANY): Rate(10, 20),
    ("iam", "ListSSHPublicKeys"): Rate(10, 50),
    ("s3", ANY): Rate(100, 200),
}


def bucket(
    service: str, operation: str, rates: Mapping[tuple[str, str], Rate] = RATES, default: Rate = DEFAULT
) -> tuple[str, Rate]:
    """Which calls of a service an operation shares its rate with: only its own, or ANY of those without one."""
    own = rates.get((service, operation))
    if own is not None:
        return operation, own
    return ANY, rates.get((service, ANY), default)


Key = tuple[str, str, str]
_SLOWEST = 1 / 16  # of a rate
_RECOVERS = 20.0  # seconds in which a slowed rate doubles again


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
        self._full_at: dict[Key, float] = {}
        self._slowed: dict[Key, tuple[float, float]] = {}

    def key(self, service: str, operation: str, *, region: str) -> Key:
        """What a call shares its rate with."""
        return service, bucket(service, operation, self._rates, self._default)[0], region

    def reserve(self, service: str, operation: str, *, region: str) -> float:
        """Seconds to wait before this call may start; the place in the queue is taken at once."""
        shared, rate = bucket(service, operation, self._rates, self._default)
        key = (service, shared, region)
        with self._lock:
            now = self._clock()
            start = max(self._full_at.get(key, 0.0), now)
            self._full_at[key] = start + 1 / (rate.per_second * self._share(key, now))
        return max(0.0, start - (rate.burst - 1) / rate.per_second - now)

    def slow_down(self, service: str, operation: str, *, region: str) -> None:
        """AWS throttled a call: halve the rate of what shares its bucket, at most once a second, and nothing else's."""
        shared, rate = bucket(service, operation, self._rates, self._default)
        key = (service, shared, region)
        with self._lock:
            now = self._clock()
            if now - self._slowed.get(key, (1.0, -math.inf))[1] < 1:
                return
            self._slowed[key] = (max(_SLOWEST, self._share(key, now) / 2), now)
            self._full_at[key] = max(self._full_at.get(key, 0.0), now + rate.burst / rate.per_second)

    def _share(self, key: Key, now: float) -> float:
        """The part of the rate that is left; it comes back by itself."""
        share, since = self._slowed.get(key, (1.0, now))
        return min(1.0, share * math.pow(2.0, min(64.0, (now - since) / _RECOVERS)))


class Patience:
    """What throttling may cost one scan: pauses of a call, lost calls of a bucket, retries of the account.

    When one of them is used up the call ends as throttled; a bucket without an answer is not asked again. botocore's
    own few retries come before, inside each call.
    """

    def __init__(self, *, pauses: Sequence[float] = (2.0, 6.0), lost_calls: int = 3, retries: int = 100) -> None:
        self._pauses = pauses
        self._lost_calls = lost_calls
        self._retries_left = retries
        self._lost: Counter[Key] = Counter()
        self._lock = threading.Lock()

    def is_over(self, key: Key) -> bool:
        """Whether the bucket has been throttled so long that it is not asked again."""
        return self._lost[key] >= self._lost_calls

    def pause(self, key: Key, attempt: int) -> float | None:
        """Seconds before the call is made again, None when it is lost."""
        with self._lock:
            if attempt < len(self._pauses) and self._retries_left > 0 and not self.is_over(key):
                self._retries_left -= 1
                return self._pauses[attempt]
            self._lost[key] += 1
            return None

    def answered(self, key: Key) -> None:
        """AWS took a call: the bucket's lost ones are forgiven."""
        if self._lost[key]:
            with self._lock:
                self._lost[key] = 0
