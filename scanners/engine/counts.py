"""Counts in messages."""

from __future__ import annotations


def counted(count: int, noun: str, plural: str = "") -> str:
    """The number with its noun in the right form: "1 action", "2,000 actions". `plural` where it is not noun + s."""
    return f"{count:,} {noun if count == 1 else plural or f'{noun}s'}"
