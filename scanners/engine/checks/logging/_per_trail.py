"""Verdicts of per-trail checks if no trail can be checked."""

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

    Bucket, delivery and validation can be checked without selectors, which member accounts cannot read.
    """
    seen = TrailFacts(as_owner_sees(scope, facts.trails))
    others = (one for one in facts.trails if is_of_another(scope, one) and is_logging(one) is True)
    return full_trails(seen) or tuple(dict.fromkeys((*qualifying_trails(seen), *others)))


def left_out(trail: Trail) -> str:
    """Management events that a trail excludes beyond those that AWS offers to exclude; "" for none."""
    events = certain_events(trail)
    return "" if events is None or events.is_nearly_whole else ", ".join(events.excluded)


def nothing_to_judge(scope: Scope, facts: TrailFacts, *, asks: str = "") -> Iterator[Verdict]:
    """Empty if a trail records everything; otherwise the gaps of trails that could be the one.

    A missing trail fails one requirement. In other requirements it is REVIEW, and `asks` describes the question.
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
