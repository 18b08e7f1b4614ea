"""The verdicts every per-trail check gives when no trail can be judged."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.checks.cloudtrail._coverage import full_trails, qualifying_trails, unread_trails
from scanners.facts.cloudtrail import TrailFacts
from scanners.scope import Scope
from scanners.verdicts import Verdict, not_applicable, unknown


def nothing_to_judge(scope: Scope, facts: TrailFacts) -> Iterator[Verdict]:
    """Nothing while some trail records everything; otherwise what was unread and could be the one that does."""
    if full_trails(facts):
        return
    unread = unread_trails(facts)
    for trail, gap in unread:
        yield unknown(trail.arn, gap)
    if not unread and not qualifying_trails(facts):
        yield not_applicable(scope.account_arn, "no_qualifying_trail", "No trail records management events.")
