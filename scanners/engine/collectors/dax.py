"""DAX clusters."""

from __future__ import annotations

from scanners.engine.aws.operations import Operation, Paging
from scanners.engine.collectors.collector import Collector, Context
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import Fields, structure_or_empty, text, text_or
from scanners.engine.facts.dax import DaxCluster, DaxFacts
from scanners.engine.facts.unknown import Unknown

DESCRIBE = Operation("dax", "DescribeClusters", "dax:DescribeClusters", paging=Paging("NextToken", "NextToken"))


def collect(context: Context) -> DaxFacts | Unknown:
    """All clusters of the region."""
    found = read_region(context, DESCRIBE, "Clusters", _cluster)
    return found if isinstance(found, Unknown) else DaxFacts(found)


def _cluster(cluster: Fields) -> DaxCluster:
    return DaxCluster(
        arn=text(cluster, "ClusterArn"),
        is_encrypted=text_or(structure_or_empty(cluster, "SSEDescription"), "Status") == "ENABLED",
        uses_tls=text_or(cluster, "ClusterEndpointEncryptionType") == "TLS",
    )


COLLECTORS = (Collector("dax", DaxFacts, (DESCRIBE,), collect, is_regional=True),)
