"""Whether all enabled Regions are recorded, and with what certainty."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from scanners.engine.checks.logging._coverage import certain_events, is_young, possible_events, uncovered_regions
from scanners.engine.checks.logging._owner import as_owner_sees
from scanners.engine.checks.logging._selectors import ManagementEvents
from scanners.engine.facts.account import AccountFacts
from scanners.engine.facts.cloudtrail import Trail, TrailFacts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

Recorded = list[tuple[Trail, ManagementEvents]]
_NO_REGIONS = Unknown(Reason.MALFORMED, "account:ListRegions", "AWS returned no enabled Regions.")


class Sureness(Enum):
    """How completely trails cover all Regions."""

    COVERED = auto()
    MINOR_EXCLUSIONS = auto()  # only event sources that AWS offers to exclude: kms and rdsdata
    WITH_EXCLUSIONS = auto()  # other events are excluded, possibly nearly all
    YOUNG = auto()  # only with trails that began less than an hour ago
    REGIONS_UNREAD = auto()  # covered Region by Region, but the list of Regions is unknown
    TRAILS_UNREAD = auto()  # only if everything unread is assumed to be complete
    UNCOVERED = auto()


@dataclass(frozen=True, slots=True)
class Coverage:
    """`trails` are the deciding trails, `missing` the Regions without coverage, `gap` why Regions are unread."""

    sureness: Sureness
    trails: Recorded
    missing: tuple[str, ...] = ()
    gap: Unknown = _NO_REGIONS


def coverage(scope: Scope, facts: TrailFacts, account: AccountFacts | Unknown) -> Coverage:
    """Tries increasingly larger sets of trails; the first that covers everything decides the certainty."""
    trails = as_owner_sees(scope, facts.trails)
    regions = account if isinstance(account, Unknown) else account.enabled_regions or _NO_REGIONS
    names = () if isinstance(regions, Unknown) else tuple(one.name for one in regions)
    recorded: Recorded = [(trail, events) for trail in trails if (events := certain_events(trail))]
    possible: Recorded = [(trail, events) for trail in trails if (events := possible_events(trail))]
    if isinstance(regions, Unknown):
        recorded = [one for one in recorded if one[0].is_multi_region]
    grown = [one for one in recorded if not is_young(scope, one[0])]
    clean = [one for one in grown if not one[1].excluded]
    minor = [one for one in grown if one[1].is_nearly_whole]
    sets = (
        (Sureness.COVERED, clean),
        (Sureness.MINOR_EXCLUSIONS, minor),
        (Sureness.WITH_EXCLUSIONS, grown),
        (Sureness.YOUNG, recorded),
    )
    for sureness, some in sets:
        if not uncovered_regions(some, names):
            return Coverage(sureness, some)
    if possible and isinstance(regions, Unknown):
        return Coverage(Sureness.REGIONS_UNREAD, possible, gap=regions)
    if not uncovered_regions(possible, names):
        return Coverage(Sureness.TRAILS_UNREAD, possible)
    return Coverage(Sureness.UNCOVERED, recorded, uncovered_regions(recorded, names))
