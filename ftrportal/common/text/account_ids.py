"""AWS account IDs as people read and type them."""

from __future__ import annotations

import re

DIGITS = 12
_BETWEEN = re.compile(r"[ \u00a0-]")
_STORED = re.compile(r"([0-9]{4})([0-9]{4})([0-9]{4})")


def grouped(account_id: str) -> str:
    """An account ID in groups of four digits, as the AWS console shows it: 1111 2222 3333.

    Anything but 12 digits is returned as it is.
    """
    found = _STORED.fullmatch(account_id)
    return " ".join(found.groups()) if found else account_id


def ungrouped(text: str) -> str:
    """The text without the blanks and hyphens that group digits; the caller decides whether it is an account ID."""
    return _BETWEEN.sub("", text)


def is_account_id(digits: str) -> bool:
    """Whether the text is exactly 12 ASCII digits."""
    return re.fullmatch(r"[0-9]{12}", digits) is not None
