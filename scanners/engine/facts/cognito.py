"""Cognito user pools in one region: their password rules, never a user or a client."""

from __future__ import annotations

from dataclasses import dataclass

from scanners.engine.facts.unknown import Unknown


@dataclass(frozen=True, slots=True)
class PoolPolicy:
    """`mfa` is OFF, ON or OPTIONAL; the length is 0 where AWS does not say."""

    mfa: str
    minimum_length: int


@dataclass(frozen=True, slots=True)
class UserPool:
    """One pool."""

    id: str
    policy: PoolPolicy | Unknown


@dataclass(frozen=True, slots=True)
class UserPoolFacts:
    """The pools of one region."""

    pools: tuple[UserPool, ...]
