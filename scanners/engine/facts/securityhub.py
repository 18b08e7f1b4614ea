"""Security Hub in one region."""

from __future__ import annotations

from dataclasses import dataclass

from scanners.engine.facts.unknown import Unknown


@dataclass(frozen=True, slots=True)
class Standard:
    """One enabled standard; `status` is READY once its controls run."""

    arn: str
    status: str


@dataclass(frozen=True, slots=True)
class HubFacts:
    """The hub of one region; without a hub there are no standards."""

    is_on: bool
    standards: tuple[Standard, ...] | Unknown
