"""MemoryDB clusters."""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import Fields, flag_or, number_or, text, text_or
from scanners.engine.facts.memorydb import MemoryDbCluster, MemoryDbFacts
from scanners.engine.facts.unknown import Unknown

DESCRIBE = Operation("memorydb", "DescribeClusters", "memorydb:DescribeClusters")


def collect(context: Context) -> MemoryDbFacts | Unknown:
    """All clusters of the region."""
    found = read_region(context, DESCRIBE, "Clusters", _cluster)
    return found if isinstance(found, Unknown) else MemoryDbFacts(found)


def _cluster(cluster: Fields) -> MemoryDbCluster:
    return MemoryDbCluster(
        arn=text(cluster, "ARN"),
        uses_tls=flag_or(cluster, "TLSEnabled", False),
        snapshot_days=number_or(cluster, "SnapshotRetentionLimit", 0),
        is_multi_az=text_or(cluster, "AvailabilityMode").lower() == "multiaz",
    )


COLLECTORS = (Collector("memorydb", MemoryDbFacts, (DESCRIBE,), collect, is_regional=True),)
