"""Athena workgroups and how they encrypt what queries write."""

from __future__ import annotations

from dataclasses import dataclass

from scanners.engine.facts.unknown import Unknown


@dataclass(frozen=True, slots=True)
class ResultSettings:
    """`encryption` is AWS's option or empty; `is_enforced` says that clients cannot choose otherwise.

    `has_location` tells whether results go to a bucket that the workgroup names, `is_managed` that Athena keeps them.
    """

    encryption: str
    is_enforced: bool
    has_location: bool
    is_managed: bool


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """One enabled workgroup."""

    arn: str
    name: str
    results: ResultSettings | Unknown


@dataclass(frozen=True, slots=True)
class AthenaFacts:
    """The enabled workgroups of one region; handed over as `Regional[AthenaFacts]`."""

    groups: tuple[WorkGroup, ...]
