"""Whether all enabled regions are recorded, and how sure that is."""

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
_NO_REGIONS = Unknown(Reason.MALFORMED, "account:ListRegions", "The list of enabled regions is empty.")


class Sureness(Enum):
    """How far the trails cover every region."""

    COVERED = auto()
    MINOR_EXCLUSIONS = auto()  # event sources that AWS itself offers to leave out: kms and rdsdata
    WITH_EXCLUSIONS = auto()  # other events are left out, perhaps nearly all
    YOUNG = auto()  # only counting trails that began within the hour
    REGIONS_UNREAD = auto()  # region by region, and nobody knows which regions there are
    TRAILS_UNREAD = auto()  # only if what could not be read is as good as it can be
    UNCOVERED = auto()


@dataclass(frozen=True, slots=True)
class Coverage:
    """`trails` are those that give the answer, `missing` the regions without it, `gap` why regions are unread."""

    sureness: Sureness
    trails: Recorded
    missing: tuple[str, ...] = ()
    gap: Unknown = _NO_REGIONS


def coverage(scope: Scope, facts: TrailFacts, account: AccountFacts | Unknown) -> Coverage:
    """Ever larger sets of trails are tried: the first one that covers everything decides how sure the answer is."""
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
