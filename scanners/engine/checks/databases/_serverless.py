"""Serverless databases and the declared recovery point objective (RPO)."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import found
from scanners.engine.checks.verdicts import Verdict, review, unknown
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.serverless_stores import ServerlessStoreFacts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope


def serverless_reviews(
    scope: Scope, facts: Regional[ServerlessStoreFacts] | Unknown, *, left_out: tuple[str, ...]
) -> Iterator[Verdict]:
    """REVIEW, because restorable times of serverless databases are not read."""
    stores = found(facts, lambda one: one.keyspaces, lambda one: one.dsql_clusters).plus(
        found(facts, lambda one: one.elastic_clusters, lambda one: one.collections)
    )
    for region, gap in stores.gaps:
        yield unknown(scope.account_arn, gap, region=region)
    for region, one in stores.items:
        if scope.store(one.arn).role not in left_out:
            message = f"Document that {one.name} can be restored within the RPO of {scope.rpo_minutes} minutes."
            yield review(one.arn, message, region=region, goal=scope.rpo_minutes)
