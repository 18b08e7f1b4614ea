"""Subjects and claims of GitHub Actions: which of them belong to one owner.

A subject is made from a template that each repository chooses: pairs of claim and value joined by colons, and colons
within a value are written %3A. So everybody's repository can have the subject `environment:prod`; an owner is named
only by the claims below. https://docs.github.com/en/actions/reference/security/oidc
"""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.identity._pinning import Pinning

# Claims of an owner, a repository or an enterprise by its own id or name.
_WHOLE = frozenset(
    ["repository_owner", "repository_owner_id", "repository_id", "enterprise", "enterprise_id", "enterprise_slug"]
)
_OWNER_FIRST = frozenset(["repo", "repository", "job_workflow_ref"])  # OWNER/NAME and more
_WITHOUT_VALUE = "pull_request"


def subject_pinning(subject: str, *, is_pattern: bool) -> Pinning:
    """How far a subject, or a pattern of subjects, is one owner's."""
    found, is_exact_so_far, names_repository = Pinning.NONE, True, False
    for claim, value in _pairs(subject):
        own = claim_pinning(claim, value, is_pattern=is_pattern)
        is_exact_so_far = is_exact_so_far and not (is_pattern and _has_wildcard(claim))
        names_repository |= own is Pinning.PINNED and claim in (*_OWNER_FIRST, "repository_id")
        if own is not Pinning.NONE:
            found = max(found, own if is_exact_so_far else Pinning.WIDE)
        is_exact_so_far = is_exact_so_far and not (is_pattern and _has_wildcard(value))
    if found is Pinning.PINNED and is_pattern and _has_wildcard(subject) and not names_repository:
        return Pinning.WIDE
    return found


def claim_pinning(claim: str, value: str, *, is_pattern: bool) -> Pinning:
    """How far the value of one claim is one owner's; NONE for claims that anyone can obtain."""
    has_wildcard = is_pattern and _has_wildcard(value)
    if claim in _WHOLE:
        return Pinning.NONE if has_wildcard or not value else Pinning.PINNED
    if claim not in _OWNER_FIRST:
        return Pinning.NONE
    owner, slash, rest = value.partition("/")
    if not owner or not slash or not rest or (is_pattern and _has_wildcard(owner)):
        return Pinning.NONE
    return Pinning.WIDE if is_pattern and _has_wildcard(rest.partition("/")[0]) else Pinning.PINNED


def _pairs(subject: str) -> Iterator[tuple[str, str]]:
    """Claims and values; a wildcard where a claim should be stands for whole pairs."""
    parts = iter(subject.split(":"))
    for claim in parts:
        if _has_wildcard(claim):
            yield claim, ""
        elif claim.lower() != _WITHOUT_VALUE:
            yield claim.lower(), next(parts, "")


def _has_wildcard(text: str) -> bool:
    return "*" in text or "?" in text
