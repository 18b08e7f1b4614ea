"""Redshift clusters and serverless namespaces.

A cluster's own ARN is in no answer; the ARN of its namespace is another thing, so it is put together here.
https://docs.aws.amazon.com/redshift/latest/APIReference/API_DescribeClusters.html
"""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context
from scanners.engine.collectors.regional import local_arn, read_region
from scanners.engine.collectors.shape import Fields, flag, flag_or, number_or, structures, text, text_or
from scanners.engine.facts.redshift import RedshiftFacts, ServerlessWarehouse, WarehouseCluster

DESCRIBE_CLUSTERS = Operation("redshift", "DescribeClusters", "redshift:DescribeClusters")
LIST_NAMESPACES = Operation("redshift-serverless", "ListNamespaces", "redshift-serverless:ListNamespaces")


def collect(context: Context) -> RedshiftFacts:
    """Clusters and namespaces; each list that could not be read is Unknown by itself."""
    return RedshiftFacts(
        clusters=read_region(context, DESCRIBE_CLUSTERS, "Clusters", lambda one: _cluster(context, one)),
        namespaces=read_region(context, LIST_NAMESPACES, "namespaces", _namespace),
    )


def _cluster(context: Context, cluster: Fields) -> WarehouseCluster:
    name = text(cluster, "ClusterIdentifier")
    return WarehouseCluster(
        arn=local_arn(context, "redshift", f"cluster:{name}"),
        name=name,
        is_encrypted=flag(cluster, "Encrypted"),
        key=text_or(cluster, "KmsKeyId"),
        snapshot_days=number_or(cluster, "AutomatedSnapshotRetentionPeriod", 0),
        is_public=flag_or(cluster, "PubliclyAccessible", False),
        is_multi_az=text_or(cluster, "MultiAZ").lower() == "enabled",
        parameter_groups=tuple(
            text(group, "ParameterGroupName") for group in structures(cluster, "ClusterParameterGroups")
        ),
    )


def _namespace(namespace: Fields) -> ServerlessWarehouse:
    return ServerlessWarehouse(
        text(namespace, "namespaceArn"), text_or(namespace, "namespaceName"), text_or(namespace, "kmsKeyId")
    )


COLLECTORS = (Collector("redshift", RedshiftFacts, (DESCRIBE_CLUSTERS, LIST_NAMESPACES), collect, is_regional=True),)
