"""Schedules reduced to the longest time between two runs."""

from __future__ import annotations

import pytest

from scanners.engine.checks.backup._schedules import longest_gap

HOUR, DAY = 60, 24 * 60


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("rate(1 hour)", HOUR),
        ("rate(12 hours)", 12 * HOUR),
        ("rate(7 days)", 7 * DAY),
        ("rate(30 minutes)", 30),
        ("cron(0 5 ? * * *)", DAY),
        ("cron(0 5 * * ? *)", DAY),
        ("cron(0 * ? * * *)", HOUR),
        ("cron(0 0/6 * * ? *)", 6 * HOUR),
        ("cron(0 */12 ? * * *)", 12 * HOUR),
        ("cron(30 1,5,22 * * ? *)", 17 * HOUR),
        ("cron(0 9-17 ? * * *)", 16 * HOUR),
        ("cron(0 5 ? * SUN *)", 7 * DAY),
        ("cron(0 5 ? * MON-FRI *)", 3 * DAY),
        ("cron(0 5 ? * 2,4,6 *)", 3 * DAY),
        ("cron(0 5 1 * ? *)", 31 * DAY),
        ("cron(0 5 1,15 * ? *)", 17 * DAY),
        ("cron(0 5 L * ? *)", None),
        ("cron(0 5 ? * 6#3 *)", None),
        ("cron(0 5 1 1 ? *)", None),
        ("cron(0 5 ? * * 2027)", None),
        ("cron(0 25 ? * * *)", None),
        ("cron(0 17-9 ? * * *)", None),
        ("cron(0 0/0 ? * * *)", None),
        ("cron(x 5 ? * * *)", None),
        ("cron(0 5 ? * *)", None),
        ("rate(0 hours)", None),
        ("rate(1 fortnight)", None),
        ("at(2026-01-01T00:00:00)", None),
        ("", None),
        ("cron(" + "9" * 5000 + ")", None),
    ],
)
def test_longest_gap(expression, expected):
    assert longest_gap(expression) == expected
