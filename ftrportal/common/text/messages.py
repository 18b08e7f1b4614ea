"""The shape of every text that is stored by its id: what happened, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """`title` says what happened in one sentence, `advice` what to do about it. Both may hold {placeholders}."""

    title: str
    advice: str = ""
