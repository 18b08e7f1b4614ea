"""Ages, counted from the time of the scan."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from scanners.engine.scope import Scope

NEVER = 10_000


def days_since(scope: Scope, moment: datetime | None) -> int:
    """Days, rounded up, so that a limit of 90 is exceeded right after 90 days; NEVER for no time."""
    return NEVER if moment is None else max(0, ceil((scope.now - moment) / timedelta(days=1)))


def hours_since(scope: Scope, moment: datetime | None) -> float:
    """Hours, at least 0; NEVER for no time."""
    return NEVER * 24.0 if moment is None else max(0.0, (scope.now - moment).total_seconds() / 3600)


def in_days(count: int) -> str:
    """A number of days as a person writes it."""
    return "1 day" if count == 1 else f"{count} days"


def said(moment: datetime | None) -> str:
    """A time in ISO format for evidence; "" for no time."""
    return moment.isoformat() if moment else ""
