"""Iterating over regional facts without losing a Region that could not be read.

`unread_regions` and `in_region` are for checks of Regions, `found` and `judged` for checks of resources
of all Regions; `Activities` shows whether a Region is in use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from scanners.engine.checks.verdicts import Verdict, not_applicable, unknown
from scanners.engine.facts.config import ConfigFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.s3 import S3Facts
from scanners.engine.facts.tagging import TagFacts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

Fact = TypeVar("Fact")
Resource = TypeVar("Resource")


def unread_regions(scope: Scope, facts: Regional[Fact]) -> Iterator[Verdict]:
    """One UNKNOWN for each Region that could not be read."""
    for region, gap in facts.unknown():
        yield unknown(scope.account_arn, gap, region=region)


def in_region(facts: Regional[Any] | Unknown, region: str) -> Any:
    """The fact of one Region, or an Unknown with the reason why it is missing."""
    if isinstance(facts, Unknown):
        return facts
    return facts.by_region.get(region, Unknown(Reason.NOT_COLLECTED, ""))


@dataclass(frozen=True, slots=True)
class Activity:
    """What was seen in a Region; `gap` is set if a list that could show more was not read."""

    seen: tuple[str, ...]
    gap: Unknown | None = None


@dataclass(frozen=True, slots=True)
class Activities:
    """Buckets, tagged and recorded resources by Region: they show that a Region is in use, never that it is not."""

    s3: S3Facts | Unknown
    tags: Regional[TagFacts] | Unknown
    config: Regional[ConfigFacts] | Unknown

    def of(self, region: str) -> Activity:
        """What was seen in the Region."""
        tags, config = in_region(self.tags, region), in_region(self.config, region)
        buckets = self.s3 if isinstance(self.s3, Unknown) else self.s3.buckets
        counts = config.counts if isinstance(config, ConfigFacts) else config
        seen, gaps = [], [one for one in (buckets, tags, counts) if isinstance(one, Unknown)]
        if not isinstance(buckets, Unknown) and any(one.region == region for one in buckets):
            seen.append("buckets")
        if not isinstance(tags, Unknown) and tags.services:
            seen.append("tagged resources")
        if not isinstance(counts, Unknown) and counts:
            seen.append("recorded resources")
        return Activity(tuple(seen), gaps[0] if gaps and not seen else None)


@dataclass(frozen=True, slots=True)
class Found(Generic[Resource]):
    """Resources with their Region, and gaps with their Region ("" for all Regions)."""

    items: tuple[tuple[str, Resource], ...] = ()
    gaps: tuple[tuple[str, Unknown], ...] = ()

    def plus(self, other: Found[Any]) -> Found[Any]:
        """Both together; a shared gap counts once."""
        return Found((*self.items, *other.items), tuple(dict.fromkeys((*self.gaps, *other.gaps))))


def found(
    facts: Regional[Fact] | Unknown, *lists: Callable[[Fact], tuple[Resource | Unknown, ...] | Unknown]
) -> Found[Resource]:
    """The resources of some lists of a regional fact; an entry may be a gap by itself."""
    if isinstance(facts, Unknown):
        return Found((), (("", facts),))
    items: list[tuple[str, Resource]] = []
    gaps = list(facts.unknown())
    for region, fact in facts.known():
        for pick in lists:
            for one in _entries(pick(fact)):
                if isinstance(one, Unknown):
                    gaps.append((region, one))
                else:
                    items.append((region, one))
    return Found(tuple(items), tuple(dict.fromkeys(gaps)))  # two lists may be read by one action


def judged(
    scope: Scope, resources: Found[Resource], judge: Callable[[str, Resource], Verdict], *, reason: str, message: str
) -> Iterator[Verdict]:
    """A verdict for each resource and each gap; NOT_APPLICABLE only if everything was read and nothing exists."""
    for region, gap in resources.gaps:
        yield unknown(scope.account_arn, gap, region=region)
    for region, resource in resources.items:
        yield judge(region, resource)
    if not resources.items and not resources.gaps:
        yield not_applicable(scope.account_arn, reason, message)


def _entries(found: tuple[Resource | Unknown, ...] | Unknown) -> tuple[Resource | Unknown, ...]:
    return (found,) if isinstance(found, Unknown) else found
