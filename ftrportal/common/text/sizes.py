"""File sizes as people read them."""

from __future__ import annotations

from django.template.defaultfilters import filesizeformat


def readable_size(size: float | str) -> str:
    """A size in bytes in its largest unit, at most one decimal: "25 MB", "29.6 MB"."""
    return filesizeformat(size).replace(".0\xa0", "\xa0")
