"""MSK clusters, provisioned and serverless, in one list.

https://docs.aws.amazon.com/MSK/2.0/APIReference/v2-clusters.html
"""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import Fields, structure_or_empty, text, text_or
from scanners.engine.facts.kafka import KafkaCluster, KafkaFacts
from scanners.engine.facts.unknown import Unknown

LIST = Operation("kafka", "ListClustersV2", "kafka:ListClustersV2")


def collect(context: Context) -> KafkaFacts | Unknown:
    """All clusters of the region."""
    found = read_region(context, LIST, "ClusterInfoList", _cluster)
    return found if isinstance(found, Unknown) else KafkaFacts(found)


def _cluster(cluster: Fields) -> KafkaCluster:
    encryption = structure_or_empty(structure_or_empty(cluster, "Provisioned"), "EncryptionInfo")
    return KafkaCluster(
        arn=text(cluster, "ClusterArn"),
        name=text_or(cluster, "ClusterName"),
        is_serverless=text_or(cluster, "ClusterType") == "SERVERLESS",
        client_traffic=text_or(structure_or_empty(encryption, "EncryptionInTransit"), "ClientBroker"),
    )


COLLECTORS = (Collector("kafka", KafkaFacts, (LIST,), collect, is_regional=True),)
