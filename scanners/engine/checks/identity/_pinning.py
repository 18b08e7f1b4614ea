"""How far the conditions of a statement limit the tokens that a role accepts."""

from __future__ import annotations

from enum import IntEnum


class Pinning(IntEnum):
    """From weakest to strongest."""

    NONE = 0  # anyone can have such a token
    WIDE = 1  # a person must confirm that all such tokens belong to the customer
    PINNED = 2  # tokens of one owner
