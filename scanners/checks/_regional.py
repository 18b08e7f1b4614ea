"""What checks of regional facts have in common: gaps of single regions, and whether anything lives in a region."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from scanners.facts.config import ConfigFacts
from scanners.facts.regional import Regional
from scanners.facts.s3 import S3Facts
from scanners.facts.tagging import TagFacts
from scanners.facts.unknown import Reason, Unknown
from scanners.registry import Scope
from scanners.verdicts import Verdict, unknown

Fact = TypeVar("Fact")


def unread_regions(scope: Scope, facts: Regional[Fact]) -> Iterator[Verdict]:
    """One UNKNOWN for each region that could not be read, beside the verdicts of the others."""
    for region, gap in facts.unknown():
        yield unknown(scope.account_arn, gap, region=region)


def in_region(facts: Regional[Any] | Unknown, region: str) -> Any:
    """The fact of one region, or an Unknown that says why there is none."""
    if isinstance(facts, Unknown):
        return facts
    return facts.by_region.get(region, Unknown(Reason.NOT_COLLECTED, ""))


@dataclass(frozen=True, slots=True)
class Activity:
    """What was seen in a region; `gap` is set where something that could hold more was not read."""

    seen: tuple[str, ...]
    gap: Unknown | None = None


@dataclass(frozen=True, slots=True)
class Activities:
    """Buckets, tagged and recorded resources by region: enough to say that a region is in use, never that it is not."""

    s3: S3Facts | Unknown
    tags: Regional[TagFacts] | Unknown
    config: Regional[ConfigFacts] | Unknown

    def of(self, region: str) -> Activity:
        """What lives in the region, as far as it was seen."""
        tags, config = in_region(self.tags, region), in_region(self.config, region)
        buckets = self.s3 if isinstance(self.s3, Unknown) else self.s3.buckets
        seen, gaps = [], [one for one in (buckets, tags) if isinstance(one, Unknown)]
        if not isinstance(buckets, Unknown) and any(one.region == region for one in buckets):
            seen.append("buckets")
        if not isinstance(tags, Unknown) and tags.services:
            seen.append("tagged resources")
        if isinstance(config, ConfigFacts) and isinstance(config.counts, tuple) and config.counts:
            seen.append("recorded resources")
        return Activity(tuple(seen), gaps[0] if gaps and not seen else None)
