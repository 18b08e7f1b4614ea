"""Whether the account may use the AWS Support API."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SupportFacts:
    """Answer of support:DescribeSeverityLevels.

    `is_subscribed` is False only for SubscriptionRequiredException; every other error makes the whole fact Unknown.
    The codes hint at a plan but never name it.
    """

    is_subscribed: bool
    severity_codes: tuple[str, ...]
