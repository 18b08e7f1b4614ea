"""Intervals of AWS Backup schedules in minutes, where a schedule has a fixed interval.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

from __future__ import annotations

import re

_HOUR, _DAY, _WEEK, _MONTH = 60, 24 * 60, 7 * 24 * 60, 31 * 24 * 60
_RATE = re.compile(r"rate\((\d{1,5}) (minute|hour|day)s?\)", re.ASCII)
_CRON = re.compile(r"cron\(([^()]{1,200})\)", re.ASCII)
_UNITS = {"minute": 1, "hour": _HOUR, "day": _DAY}
_WEEKDAYS = {name: number for number, name in enumerate(("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"), start=1)}
_ANY = ("*", "?")


def longest_gap(expression: str) -> int | None:
    """The longest time between two runs in minutes; None if the expression has no fixed interval."""
    if rate := _RATE.fullmatch(expression.strip()):
        return int(rate[1]) * _UNITS[rate[2]] or None
    cron = _CRON.fullmatch(expression.strip())
    fields = cron[1].upper().split() if cron else []
    if len(fields) != 6:
        return None
    minute, hour, day, month, weekday, year = fields
    if month not in _ANY or year not in _ANY:
        return None
    if day in _ANY and weekday in _ANY:
        return _gap_in_a_day(minute, hour)
    if day in _ANY:
        days = _numbers(weekday, low=1, high=7, names=_WEEKDAYS)
        return None if days is None else _widest(days, _WEEK // _DAY) * _DAY
    if weekday in _ANY:
        dates = _numbers(day, low=1, high=31)
        return None if dates is None else _widest(dates, _MONTH // _DAY) * _DAY
    return None


def _gap_in_a_day(minute: str, hour: str) -> int | None:
    if _numbers(minute, low=0, high=59) is None:
        return None
    if hour in _ANY:
        return _HOUR
    hours = _numbers(hour, low=0, high=23)
    return None if hours is None else _widest(hours, 24) * _HOUR


def _widest(points: list[int], circle: int) -> int:
    """The widest distance between neighbours on a circle."""
    following = [*points[1:], points[0] + circle]
    return max(after - before for before, after in zip(points, following, strict=True))


def _numbers(field: str, *, low: int, high: int, names: dict[str, int] | None = None) -> list[int] | None:
    """The values a cron field stands for, sorted; None for what we do not know (L, W, #)."""
    values: set[int] = set()
    for part in field.split(","):
        found = _part(part, low, high, names or {})
        if found is None:
            return None
        values.update(found)
    return sorted(values) if values and values <= set(range(low, high + 1)) else None


def _part(part: str, low: int, high: int, names: dict[str, int]) -> range | None:
    base, _, step = part.partition("/")
    first, _, last = base.partition("-")
    start = low if first in _ANY else _number(first, names)
    end = high if first in _ANY or (step and not last) else _number(last or first, names)
    stride = _number(step, {}) if step else 1
    if start is None or end is None or not stride or start > end:
        return None
    return range(start, end + 1, stride)


def _number(text: str, names: dict[str, int]) -> int | None:
    if text in names:
        return names[text]
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None
