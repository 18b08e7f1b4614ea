"""How often somebody may do what costs much and needs no account."""

from __future__ import annotations

import time

from django.core.cache import cache


def spend(action: str, who: str, *, limit: int, seconds: int) -> bool:
    """Count one use of `action` by `who` (an IP address); False when it is more than `limit` in this time window.

    The count lives in the shared cache, so it holds for all web processes together.
    """
    key = f"rate:{action}:{who}:{int(time.time() // seconds)}"
    cache.add(key, 0, timeout=seconds * 2)
    return bool(cache.incr(key) <= limit)
