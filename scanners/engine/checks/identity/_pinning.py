"""How far the conditions of a statement limit the tokens that a role accepts."""

from __future__ import annotations

from enum import IntEnum


class Pinning(IntEnum):
    """Weakest first."""

    NONE = 0  # anybody can have such a token
    WIDE = 1  # a person has to tell whether all such tokens are one's own
    PINNED = 2  # tokens of one owner
