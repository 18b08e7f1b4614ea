"""Wildcards of policy documents: `*` and `?`, nothing else (fnmatch would give `[` a meaning)."""

from __future__ import annotations

import functools
import re


@functools.lru_cache(maxsize=4096)
def _compiled(pattern: str, ignore_case: bool) -> re.Pattern[str]:
    parts = (".*" if char == "*" else "." if char == "?" else re.escape(char) for char in pattern)
    return re.compile("".join(parts), re.DOTALL | (re.IGNORECASE if ignore_case else 0))


def matches(value: str, pattern: str, *, ignore_case: bool = False) -> bool:
    """True when the whole value fits the pattern."""
    return _compiled(pattern, ignore_case).fullmatch(value) is not None


def arn_matches(value: str, pattern: str) -> bool:
    """ARN comparison: part by part, so that a wildcard never crosses one of the first five colons."""
    values, patterns = value.split(":", 5), pattern.split(":", 5)
    if len(values) != 6 or len(patterns) != 6:
        return False
    return all(matches(*pair) for pair in zip(values, patterns, strict=True))


def as_list(value: object) -> list[object]:
    """IAM lets every list of one stand without its brackets."""
    return list(value) if isinstance(value, list) else [value]


def strings(value: object) -> list[str]:
    """The strings of a policy element; anything else in it is left out, so it can match nothing."""
    return [item for item in as_list(value) if isinstance(item, str)]
