"""Text of a user or of an AWS account as one line."""

from __future__ import annotations

import unicodedata


def one_line(text: str) -> str:
    """Without control characters and line breaks: nothing in it can begin a line of its own, in a mail or a list."""
    visible = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text)
    return " ".join(visible.split())
