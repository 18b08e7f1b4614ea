"""The verdicts every per-trail check gives when no trail can be judged."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.logging._coverage import full_trails, qualifying_trails, unread_trails
from scanners.engine.checks.verdicts import Verdict, not_applicable, review, unknown
from scanners.engine.facts.cloudtrail import TrailFacts
from scanners.engine.scope import Scope


def nothing_to_judge(scope: Scope, facts: TrailFacts, *, asks: str = "") -> Iterator[Verdict]:
    """Nothing while some trail records everything; otherwise what was unread and could be the one that does.

    A missing trail fails one requirement. In another it binds nothing away either: there `asks` says what to look at.
    """
    if full_trails(facts):
        return
    unread = unread_trails(facts)
    for trail, gap in unread:
        yield unknown(trail.arn, gap)
    if unread or qualifying_trails(facts):
        return
    if asks:
        yield review(scope.account_arn, f"No trail records management events, so {asks}.")
    else:
        yield not_applicable(scope.account_arn, "no_qualifying_trail", "No trail records management events.")
