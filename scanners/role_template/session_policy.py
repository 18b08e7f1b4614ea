"""The inline policy of every session: a second wall, ours, around whatever the customer's role grants.

A session may do what both the role and this policy allow. STS takes 2,048 characters at most, so once the exact
names do not fit, names of one service that begin alike are shortened, never so far that one of the actions that
read contents would match. No Deny is needed: what is not allowed here is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache

from scanners.role_template.guard import is_harmless
from scanners.role_template.permissions import scan_grants
from scanners.role_template.policies import VERSION

MAX_CHARACTERS = 2048
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+")


class PolicyTooLongError(ValueError):
    """The declared actions cannot be shortened safely to what STS takes."""


@cache
def session_policy() -> str:
    """The policy for a scan's sessions, as exact as it fits."""
    return shortened_policy(scan_grants())


def shortened_policy(wanted: Mapping[str, tuple[str, ...]]) -> str:
    """A policy for these grants within the limit of STS; raises PolicyTooLongError where none is safe."""
    free = sorted(action for action, resources in wanted.items() if resources == ("*",))
    limited = {action: resources for action, resources in wanted.items() if resources != ("*",)}
    names = list(free)
    while len(text := _text(names, limited)) > MAX_CHARACTERS:
        shorter = _best_shortening(names)
        if shorter is None:
            raise PolicyTooLongError(f"{len(text)} characters")
        names = shorter
    return text


def _text(names: Iterable[str], limited: Mapping[str, tuple[str, ...]]) -> str:
    statements: list[dict[str, object]] = [{"Effect": "Allow", "Action": list(names), "Resource": "*"}]
    by_resources: dict[tuple[str, ...], list[str]] = {}
    for action, resources in sorted(limited.items()):
        by_resources.setdefault(resources, []).append(action)
    statements += [
        {"Effect": "Allow", "Action": actions, "Resource": list(resources)}
        for resources, actions in by_resources.items()
    ]
    return json.dumps({"Version": VERSION, "Statement": statements}, separators=(",", ":"))


def _best_shortening(names: list[str]) -> list[str] | None:
    """Replace the group of names whose common beginning says most: the longest safe beginning first."""
    best: tuple[int, int, str] | None = None
    for pattern in {pattern for name in names for pattern in _beginnings(name)}:
        covered = [name for name in names if _begins(name, pattern)]
        saved = sum(len(name) + 3 for name in covered) - len(pattern) - 3
        if saved <= 0 or not is_harmless(pattern):
            continue
        rank = (_words(pattern), saved, pattern)
        best = max(best, rank) if best else rank
    if best is None:
        return None
    pattern = best[2]
    return sorted([name for name in names if not _begins(name, pattern)] + [pattern])


def _beginnings(name: str) -> Iterable[str]:
    """Every shorter form that ends with a whole word: "iam:GetAccount*", "iam:Get*"."""
    service, _, action = name.rstrip("*").partition(":")
    ends = [match.end() for match in _WORD.finditer(action)]
    return [f"{service}:{action[:end]}*" for end in ends if end < len(action)]


def _begins(name: str, pattern: str) -> bool:
    return name.startswith(pattern[:-1])


def _words(pattern: str) -> int:
    return len(_WORD.findall(pattern.partition(":")[2]))
