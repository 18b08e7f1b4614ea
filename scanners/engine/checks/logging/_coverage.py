"""Which trails record management events, in which Regions, and with what certainty."""

from __future__ import annotations

from collections.abc import Iterable

from scanners.engine.checks._ages import hours_since
from scanners.engine.checks.logging._selectors import ALL_EVENTS, ManagementEvents, management_events
from scanners.engine.facts.cloudtrail import Trail, TrailFacts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

YOUNG_HOURS = 1


def is_logging(trail: Trail) -> bool | Unknown:
    """True if the trail is logging; Unknown if that could not be read."""
    return trail.status if isinstance(trail.status, Unknown) else trail.status.is_logging


def is_young(scope: Scope, trail: Trail) -> bool:
    """True if logging began less than an hour ago, too early to expect files."""
    status = trail.status
    return not isinstance(status, Unknown) and hours_since(scope, status.started_at) < YOUNG_HOURS


def certain_events(trail: Trail) -> ManagementEvents | None:
    """What the trail certainly records; None if it is not logging or could not be read."""
    if is_logging(trail) is not True or isinstance(trail.selectors, Unknown):
        return None
    return management_events(trail.selectors)


def possible_events(trail: Trail) -> ManagementEvents | None:
    """What the trail records if everything unread is assumed to be complete."""
    if is_logging(trail) is False:
        return None
    return ALL_EVENTS if isinstance(trail.selectors, Unknown) else management_events(trail.selectors)


def gap_of(trail: Trail) -> Unknown | None:
    """What could not be read about the trail."""
    if isinstance(trail.status, Unknown):
        return trail.status
    return trail.selectors if isinstance(trail.selectors, Unknown) else None


def uncovered_regions(recorded: Iterable[tuple[Trail, ManagementEvents]], regions: tuple[str, ...]) -> tuple[str, ...]:
    """Regions in which no trail records read or write events; global services count as a Region."""
    read: set[str] = set()
    write: set[str] = set()
    for trail, events in recorded:
        reach = {*regions} if trail.is_multi_region else {trail.home_region}
        reach |= {"global services"} if trail.includes_global_events else set()
        read |= reach if events.read else set()
        write |= reach if events.write else set()
    return tuple(one for one in (*regions, "global services") if one not in read or one not in write)


def full_trails(facts: TrailFacts) -> tuple[Trail, ...]:
    """Trails that record all Regions alone, except event sources that AWS offers to exclude."""
    recording = [(trail, events) for trail in facts.trails if (events := certain_events(trail))]
    return tuple(trail for trail, events in recording if _is_full(trail, events))


def _is_full(trail: Trail, events: ManagementEvents) -> bool:
    is_everywhere = trail.is_multi_region and trail.includes_global_events
    return is_everywhere and events.read and events.write and events.is_nearly_whole


def qualifying_trails(facts: TrailFacts) -> tuple[Trail, ...]:
    """Trails that the coverage depends on: complete ones of all Regions, otherwise all that record events."""
    recording = [(trail, events) for trail in facts.trails if (events := certain_events(trail))]
    return full_trails(facts) or tuple(trail for trail, events in recording if events.read or events.write)


def unread_trails(facts: TrailFacts) -> tuple[tuple[Trail, Unknown], ...]:
    """Trails that could qualify if they could be read."""
    return tuple((trail, gap) for trail in facts.trails if possible_events(trail) and (gap := gap_of(trail)))
