"""One fact per region, as a check receives it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from scanners.engine.facts.unknown import Unknown

Fact = TypeVar("Fact")


@dataclass(frozen=True, slots=True)
class Regional(Generic[Fact]):
    """What one regional collector read, by region; a region that could not be read holds an Unknown."""

    by_region: Mapping[str, Fact | Unknown]

    def known(self) -> Iterator[tuple[str, Fact]]:
        """Regions that were read, in name order."""
        for region in sorted(self.by_region):
            fact = self.by_region[region]
            if not isinstance(fact, Unknown):
                yield region, fact

    def unknown(self) -> Iterator[tuple[str, Unknown]]:
        """Regions that could not be read, in name order."""
        for region in sorted(self.by_region):
            fact = self.by_region[region]
            if isinstance(fact, Unknown):
                yield region, fact
