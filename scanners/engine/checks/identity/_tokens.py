"""Whose tokens of an OpenID Connect issuer a trust statement accepts."""

from __future__ import annotations

import re

from scanners.engine.checks.identity import _github
from scanners.engine.checks.identity._issuers import (
    GITHUB,
    SENTINEL,
    SHARED,
    Issuer,
    is_of_one_customer,
    subject_pattern,
)
from scanners.engine.checks.identity._pinning import Pinning
from scanners.engine.facts.conditions import strict_conditions
from scanners.engine.facts.policies import Condition, Statement

_EQUAL = frozenset(["stringequals", "stringequalsignorecase", "stringlike"])
_GITHUB_SUBJECTS = frozenset([GITHUB, "vstoken.actions.githubusercontent.com"])
_ALWAYS_THERE = frozenset(["sub", "aud"])  # every token has these, so nothing passes by leaving them out
_SERVICE_ACCOUNT = re.compile(r"system:serviceaccount:[^*?:]+:.+")
# Audiences that whoever asks for a token of AWS chooses; they tell no customer from another.
_OF_EVERYBODY = re.compile(r"sts\..*amazonaws\.com.*|https?://sts\..*|amazonaws\.com|aws", re.IGNORECASE)


def token_pinning(issuer: str, statement: Statement) -> Pinning:
    """The strongest of the conditions, which all hold; of alternatives the weakest."""
    single = [_of_condition(issuer, one) for one in strict_conditions(statement.conditions)]
    groups = [min(_of_condition(issuer, one) for one in group) for group in statement.alternatives if group]
    return max([*single, *groups], default=Pinning.NONE)


def names_other_issuer(issuer: str, statement: Statement) -> bool:
    """Some claim of another issuer is demanded, which a token of this one does not have."""
    return any(
        one.key.rpartition(":")[2] in _ALWAYS_THERE
        and not one.key.startswith((f"{issuer}:", "saml:"))
        and one.operator in _EQUAL
        and not one.if_exists
        and one.qualifier != "forallvalues"
        for one in strict_conditions(statement.conditions)
    )


def _of_condition(issuer: str, condition: Condition) -> Pinning:
    if condition.operator not in _EQUAL or condition.if_exists or not condition.values:
        return Pinning.NONE
    if issuer == SENTINEL and condition.key == "sts:rolesessionname":
        claim = condition.key
    elif condition.key.startswith(f"{issuer}:"):
        claim = condition.key.removeprefix(f"{issuer}:")
    else:
        return Pinning.NONE
    is_pattern = condition.operator == "stringlike"
    found = min(_of_value(issuer, claim, value, is_pattern=is_pattern) for value in condition.values)
    if condition.qualifier == "forallvalues":
        return min(found, Pinning.WIDE if claim in _ALWAYS_THERE else Pinning.NONE)
    return found


def _of_value(issuer: str, claim: str, value: str, *, is_pattern: bool) -> Pinning:
    if "${" in value or not value.strip("*?"):
        return Pinning.NONE
    is_literal = not (is_pattern and _has_wildcard(value))
    if issuer == SENTINEL:
        return Pinning.PINNED if is_literal and claim != "aud" else Pinning.NONE
    if issuer in _GITHUB_SUBJECTS:
        if claim == "sub":
            return _github.subject_pinning(value, is_pattern=is_pattern)
        return _github.claim_pinning(claim, value, is_pattern=is_pattern)
    shared = SHARED.get(issuer)
    if shared:
        return _of_shared(shared, claim, value, is_literal=is_literal)
    return _of_own(issuer, claim, value, is_literal=is_literal)


def _of_shared(issuer: Issuer, claim: str, value: str, *, is_literal: bool) -> Pinning:
    if claim == "sub":
        return _shared_subject(issuer, value, is_literal=is_literal)
    if claim == "aud" and issuer.audience:
        is_one = is_literal and re.fullmatch(issuer.audience, value) and not _OF_EVERYBODY.fullmatch(value)
        return Pinning.WIDE if is_one else Pinning.NONE
    return Pinning.PINNED if claim in issuer.ids and is_literal else Pinning.NONE


def _shared_subject(issuer: Issuer, value: str, *, is_literal: bool) -> Pinning:
    """A customer spelled out; with a wildcard after it a person has to look, unless a project is spelled out too."""
    if not issuer.tenant:
        return Pinning.PINNED if is_literal else Pinning.WIDE if _begins_literally(value) else Pinning.NONE
    if subject_pattern(issuer.tenant).match(value):
        names_project = issuer.project and subject_pattern(issuer.project).match(value)
        return Pinning.PINNED if is_literal or names_project else Pinning.WIDE
    return Pinning.WIDE if is_literal else Pinning.NONE


def _of_own(issuer: str, claim: str, value: str, *, is_literal: bool) -> Pinning:
    """An issuer that is not known to be shared: its subjects are spelled out, or a service account is."""
    if is_of_one_customer(issuer):
        return Pinning.PINNED if is_literal or _begins_literally(value) else Pinning.WIDE
    if claim == "sub":
        if is_literal or _SERVICE_ACCOUNT.fullmatch(value):
            return Pinning.PINNED
        return Pinning.WIDE if _begins_literally(value) else Pinning.NONE
    if claim in ("aud", "app_id", "email"):
        return Pinning.WIDE
    return Pinning.PINNED if claim == "rpst_id" and is_literal else Pinning.NONE


def _begins_literally(value: str) -> bool:
    """The first name after the first colon is spelled out: anyone can use the name `owner-too`."""
    _, colon, rest = value.partition(":")
    owner = (rest if colon else value).split("/")[0].split(":")[0]
    return bool(owner) and not _has_wildcard(owner)


def _has_wildcard(text: str) -> bool:
    return "*" in text or "?" in text
