"""Who the scan is: the account and role behind the assumed session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CallerFacts:
    """Answer of sts:GetCallerIdentity, which needs no permission and proves which account was reached."""

    account_id: str
    partition: str
    role_arn: str
    collected_at: datetime
