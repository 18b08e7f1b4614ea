"""Walking over the resources of all regions without losing a region that could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from scanners.facts.regional import Regional
from scanners.facts.unknown import Unknown
from scanners.registry import Scope
from scanners.verdicts import Verdict, not_applicable, unknown

Resource = TypeVar("Resource")
Fact = TypeVar("Fact")


@dataclass(frozen=True, slots=True)
class Found(Generic[Resource]):
    """Resources with their region, and what could not be read, with its region ("" for all of them)."""

    items: tuple[tuple[str, Resource], ...] = ()
    gaps: tuple[tuple[str, Unknown], ...] = ()

    def plus(self, other: Found[Any]) -> Found[Any]:
        """Both together; a gap they share counts once."""
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
    scope: Scope,
    resources: Found[Resource],
    judge: Callable[[str, Resource], Verdict],
    *,
    reason: str,
    message: str,
) -> Iterator[Verdict]:
    """A verdict for each resource and each gap; NOT_APPLICABLE only where everything was read and nothing was there."""
    for region, gap in resources.gaps:
        yield unknown(scope.account_arn, gap, region=region)
    for region, resource in resources.items:
        yield judge(region, resource)
    if not resources.items and not resources.gaps:
        yield not_applicable(scope.account_arn, reason, message)


def _entries(found: tuple[Resource | Unknown, ...] | Unknown) -> tuple[Resource | Unknown, ...]:
    return (found,) if isinstance(found, Unknown) else found
