"""The verdicts every per-trail check gives when no trail can be judged."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.logging._coverage import (
    certain_events,
    full_trails,
    is_logging,
    qualifying_trails,
    unread_trails,
)
from scanners.engine.checks.logging._owner import as_owner_sees, is_of_another
from scanners.engine.checks.verdicts import Verdict, not_applicable, review, unknown
from scanners.engine.facts.cloudtrail import Trail, TrailFacts
from scanners.engine.scope import Scope


def carriers(scope: Scope, facts: TrailFacts) -> tuple[Trail, ...]:
    """The trails whose files count: those that carry the recording, and the organization's that others own.

    Where files go, whether they arrive and whether they are validated needs no selectors, which members cannot read.
    """
    seen = TrailFacts(as_owner_sees(scope, facts.trails))
    others = (one for one in facts.trails if is_of_another(scope, one) and is_logging(one) is True)
    return full_trails(seen) or tuple(dict.fromkeys((*qualifying_trails(seen), *others)))


def left_out(trail: Trail) -> str:
    """What a trail leaves out beyond the event sources AWS offers to leave out, in words; empty where nothing."""
    events = certain_events(trail)
    return "" if events is None or events.is_nearly_whole else ", ".join(events.excluded)


def nothing_to_judge(scope: Scope, facts: TrailFacts, *, asks: str = "") -> Iterator[Verdict]:
    """Nothing while some trail records everything; otherwise what was unread and could be the one that does.

    A missing trail fails one requirement. In another it binds nothing away either: there `asks` says what to look at.
    """
    found = carriers(scope, facts)
    if full_trails(TrailFacts(found)):
        return
    unread = [(trail, gap) for trail, gap in unread_trails(facts) if trail not in found]
    for trail, gap in unread:
        yield unknown(trail.arn, gap)
    if unread or found:
        return
    if asks:
        yield review(scope.account_arn, f"No trail records management events, so {asks}.")
    else:
        yield not_applicable(scope.account_arn, "no_qualifying_trail", "No trail records management events.")
