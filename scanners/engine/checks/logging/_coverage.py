"""Which trails record management events, where, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scanners.engine.checks._ages import hours_since
from scanners.engine.facts.cloudtrail import AdvancedSelector, Trail, TrailFacts, TrailSelectors
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

YOUNG_HOURS = 1


@dataclass(frozen=True, slots=True)
class ManagementEvents:
    """What selectors record of management events; `excluded` names what they leave out."""

    read: bool
    write: bool
    excluded: tuple[str, ...] = ()


_ALL = ManagementEvents(read=True, write=True)


def management_events(selectors: TrailSelectors | None) -> ManagementEvents:
    """No custom selectors is AWS's default: all management events."""
    if selectors is None or not (selectors.basic or selectors.advanced):
        return _ALL
    parts = [_basic(one.read_write, one.excluded_sources) for one in selectors.basic if one.include_management]
    parts += [part for one in selectors.advanced if (part := advanced_events(one))]
    return ManagementEvents(
        read=any(part.read for part in parts),
        write=any(part.write for part in parts),
        excluded=tuple(sorted({name for part in parts for name in part.excluded})),
    )


def _basic(read_write: str, excluded: tuple[str, ...]) -> ManagementEvents:
    return ManagementEvents(read_write in ("All", "ReadOnly"), read_write in ("All", "WriteOnly"), excluded)


def advanced_events(selector: AdvancedSelector) -> ManagementEvents | None:
    """None where it is no management selector, or one narrowed to chosen events."""
    read = write = True
    excluded: list[str] = []
    is_management = False
    for one in selector.fields:
        name, values = one.field.lower(), tuple(value.lower() for value in one.values)
        if name == "eventcategory":
            is_management = one.operator == "Equals" and values == ("management",)
        elif name == "readonly":
            if one.operator not in ("Equals", "NotEquals"):
                return None
            wants = {(value == "true") is (one.operator == "Equals") for value in values}
            read, write = read and True in wants, write and False in wants
        elif one.operator.startswith("Not"):
            excluded += one.values
        else:
            return None
    return ManagementEvents(read, write, tuple(excluded)) if is_management else None


def is_logging(trail: Trail) -> bool | Unknown:
    """Whether it records right now."""
    return trail.status if isinstance(trail.status, Unknown) else trail.status.is_logging


def is_young(scope: Scope, trail: Trail) -> bool:
    """Logging began less than an hour ago: too early to judge its files."""
    status = trail.status
    return not isinstance(status, Unknown) and hours_since(scope, status.started_at) < YOUNG_HOURS


def certain_events(trail: Trail) -> ManagementEvents | None:
    """What it records for certain right now; None where it stands still or cannot be read."""
    if is_logging(trail) is not True or isinstance(trail.selectors, Unknown):
        return None
    return management_events(trail.selectors)


def possible_events(trail: Trail) -> ManagementEvents | None:
    """What it may record, if everything unread is as good as it can be."""
    if is_logging(trail) is False:
        return None
    return _ALL if isinstance(trail.selectors, Unknown) else management_events(trail.selectors)


def gap_of(trail: Trail) -> Unknown | None:
    """What could not be read about the trail."""
    if isinstance(trail.status, Unknown):
        return trail.status
    return trail.selectors if isinstance(trail.selectors, Unknown) else None


def uncovered_regions(recorded: Iterable[tuple[Trail, ManagementEvents]], regions: tuple[str, ...]) -> tuple[str, ...]:
    """Regions in which reading or writing events are recorded by none; global services count as a region."""
    read: set[str] = set()
    write: set[str] = set()
    for trail, events in recorded:
        reach = {*regions} if trail.is_multi_region else {trail.home_region}
        reach |= {"global services"} if trail.includes_global_events else set()
        read |= reach if events.read else set()
        write |= reach if events.write else set()
    return tuple(one for one in (*regions, "global services") if one not in read or one not in write)


def full_trails(facts: TrailFacts) -> tuple[Trail, ...]:
    """Trails that record everything of all regions by themselves."""
    recording = [(trail, events) for trail in facts.trails if (events := certain_events(trail))]
    return tuple(
        trail
        for trail, events in recording
        if trail.is_multi_region and trail.includes_global_events and events.read and events.write
    )


def qualifying_trails(facts: TrailFacts) -> tuple[Trail, ...]:
    """Trails that carry the recording: full ones of all regions, or else every trail that records something."""
    recording = [(trail, events) for trail in facts.trails if (events := certain_events(trail))]
    return full_trails(facts) or tuple(trail for trail, events in recording if events.read or events.write)


def unread_trails(facts: TrailFacts) -> tuple[tuple[Trail, Unknown], ...]:
    """Trails that could qualify if they could be read."""
    return tuple((trail, gap) for trail in facts.trails if possible_events(trail) and (gap := gap_of(trail)))
