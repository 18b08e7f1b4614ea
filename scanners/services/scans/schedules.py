"""Due times of scheduled scans: at night in the organization's time zone, spread by connection."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from scanners.models import Schedule

FIRST_HOUR, HOURS = 1, 4  # between one and five o'clock
_MONDAY = 0


def next_scan(schedule: Schedule, *, zone: str, connection_id: UUID, after: datetime) -> datetime | None:
    """The first due time later than `after`, in UTC; None when nothing is scheduled.

    Daily every night, weekly in the night to Monday, monthly in the night to the first. Scans missed while the portal
    was down are made up for by one.
    """
    if schedule == Schedule.OFF:
        return None
    local_zone = ZoneInfo(zone)
    at = time_of(connection_id)
    day = after.astimezone(local_zone).date()
    while True:
        if _is_day(schedule, day):
            due = datetime.combine(day, at, local_zone).astimezone(UTC)
            if due > after:
                return due
        day += timedelta(days=1)


def time_of(connection_id: UUID) -> time:
    """The local time of a connection: spread over the night, the same every time."""
    spread = int.from_bytes(hashlib.sha256(connection_id.bytes).digest()[:4]) % (HOURS * 3600)
    hours, rest = divmod(spread, 3600)
    return time(FIRST_HOUR + hours, rest // 60, rest % 60)


def _is_day(schedule: Schedule, day: date) -> bool:
    if schedule == Schedule.WEEKLY:
        return day.weekday() == _MONDAY
    if schedule == Schedule.MONTHLY:
        return day.day == 1
    return True
