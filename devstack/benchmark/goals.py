"""What a scan may cost on two quiet cores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """Seconds of wall time, AWS calls, megabytes of the scanning process."""

    wall: float
    calls: int
    rss: int


GOALS: Mapping[tuple[str, int], Goal] = {
    ("small", 0): Goal(1, 200, 200),
    ("medium", 0): Goal(4.2, 1300, 220),
    ("medium", 60): Goal(10, 1300, 220),
    ("large", 0): Goal(20.5, 6200, 320),
}
