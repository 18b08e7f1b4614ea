"""What a scan could not see, gathered from its facts for the appendix of a report."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from scanners.engine.aws.regions import LIST_REGIONS, Regions
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Reason, Unknown

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """One gap, however many resources it concerns. `fact` is the class name of the fact, "Regions" for regions."""

    fact: str
    region: str
    gap: Unknown
    times: int = 1


def unreadable_regions(enabled: Regions | Unknown, wanted: Sequence[str] | None) -> tuple[Unreadable, ...]:
    """Regions nobody looked at although somebody might think so."""
    if isinstance(enabled, Unknown):
        return (Unreadable("Regions", "", enabled),)
    strange = Unknown(Reason.NOT_COLLECTED, LIST_REGIONS.action, "This version does not know the Region.")
    disabled = Unknown(Reason.NOT_COLLECTED, LIST_REGIONS.action, "The Region is not enabled in the account.")
    found = [Unreadable("Regions", name, strange) for name in enabled.refused]
    found += [Unreadable("Regions", name, disabled) for name in sorted(set(wanted or ()) - set(enabled.names))]
    left_out = Unknown(Reason.NOT_COLLECTED, LIST_REGIONS.action, "The Region is enabled, but not selected for scans.")
    found += [Unreadable("Regions", name, left_out) for name in enabled.names if wanted and name not in wanted]
    return tuple(found)


def unreadable_facts(facts: Mapping[type, object]) -> tuple[Unreadable, ...]:
    """Every gap in the facts, equal ones counted; what was left out because it decides nothing is no gap."""
    counted: dict[tuple[str, str, Reason, str], list[Unknown]] = {}
    for kind, fact in facts.items():
        for region, value in _by_region(fact):
            for gap in _gaps(value):
                if gap.action or gap.reason is not Reason.NOT_COLLECTED:
                    counted.setdefault((kind.__name__, region, gap.reason, gap.action), []).append(gap)
    for name, region, reason, action in counted:
        if reason is Reason.DENIED_SESSION:
            logger.error("session_policy_too_narrow", extra={"fact": name, "region": region, "action": action})
    return tuple(Unreadable(key[0], key[1], gaps[0], len(gaps)) for key, gaps in sorted(counted.items()))


def _by_region(fact: object) -> Iterator[tuple[str, object]]:
    if isinstance(fact, Regional):
        yield from sorted(fact.by_region.items())
    else:
        yield "", fact


def _gaps(value: Any) -> Iterator[Unknown]:
    if isinstance(value, Unknown):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _gaps(item)
    elif is_dataclass(value) and _may_have_gaps(value.__class__):
        for field in fields(value):
            yield from _gaps(getattr(value, field.name))


@cache
def _may_have_gaps(kind: Any) -> bool:
    """Whether the class can hold an Unknown at any depth; most facts of IAM cannot, and they are many."""
    if kind is Unknown:
        return True
    return is_dataclass(kind) and any(_hint_may(hint) for hint in get_type_hints(kind).values())


def _hint_may(hint: Any) -> bool:
    return any(_hint_may(part) for part in get_args(hint)) or (isinstance(hint, type) and _may_have_gaps(hint))
