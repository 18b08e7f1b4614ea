"""Backups of the source databases of replicas."""

from __future__ import annotations

from scanners.engine.checks._by_region import found
from scanners.engine.checks._copies import Copies, State
from scanners.engine.facts.rds import DbCluster, DbInstance, RdsFacts
from scanners.engine.facts.regional import Regional


class Sources:
    """The databases by name and Region and by ARN, because AWS names sources either way."""

    def __init__(self, rds: Regional[RdsFacts], copies: Copies) -> None:
        stores = found(rds, lambda facts: facts.instances).plus(found(rds, lambda facts: facts.clusters))
        self._known: dict[tuple[str, str], bool] = {}
        for region, one in stores.items:
            own = one.retention_days > 0 and one.restorable_until is not None
            is_covered = own or copies.of(region, one.arn).state is State.RECENT
            self._known |= {(region, one.name): is_covered, ("", one.arn): is_covered}

    def covers(self, region: str, one: DbInstance | DbCluster) -> bool | None:
        """Whether the source of a replica has backups; None if the source was not read."""
        return self._known.get((region, one.replica_of), self._known.get(("", one.replica_of)))
