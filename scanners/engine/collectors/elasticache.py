"""ElastiCache: replication groups, serverless caches, and clusters that belong to no group.

https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DescribeReplicationGroups.html
"""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import Fields, flag_or, number_or, text, text_or
from scanners.engine.facts.elasticache import CacheCluster, ElastiCacheFacts, ReplicationGroup, ServerlessCache

DESCRIBE_GROUPS = Operation("elasticache", "DescribeReplicationGroups", "elasticache:DescribeReplicationGroups")
DESCRIBE_SERVERLESS = Operation("elasticache", "DescribeServerlessCaches", "elasticache:DescribeServerlessCaches")
DESCRIBE_CLUSTERS = Operation("elasticache", "DescribeCacheClusters", "elasticache:DescribeCacheClusters")


def collect(context: Context) -> ElastiCacheFacts:
    """Each list that could not be read is Unknown by itself."""
    return ElastiCacheFacts(
        groups=read_region(context, DESCRIBE_GROUPS, "ReplicationGroups", _group),
        serverless=read_region(context, DESCRIBE_SERVERLESS, "ServerlessCaches", _serverless),
        clusters=read_region(
            context, DESCRIBE_CLUSTERS, "CacheClusters", _cluster, ShowCacheClustersNotInReplicationGroups=True
        ),
    )


def _group(group: Fields) -> ReplicationGroup:
    return ReplicationGroup(
        arn=text(group, "ARN"),
        engine=text_or(group, "Engine"),
        is_encrypted=flag_or(group, "AtRestEncryptionEnabled", False),
        uses_tls=flag_or(group, "TransitEncryptionEnabled", False),
        tls_mode=text_or(group, "TransitEncryptionMode"),
        snapshot_days=number_or(group, "SnapshotRetentionLimit", 0),
        is_multi_az=text_or(group, "MultiAZ") == "enabled",
    )


def _cluster(cluster: Fields) -> CacheCluster:
    return CacheCluster(
        arn=text(cluster, "ARN"),
        engine=text_or(cluster, "Engine"),
        is_encrypted=flag_or(cluster, "AtRestEncryptionEnabled", False),
        uses_tls=flag_or(cluster, "TransitEncryptionEnabled", False),
        tls_mode=text_or(cluster, "TransitEncryptionMode"),
        snapshot_days=number_or(cluster, "SnapshotRetentionLimit", 0),
    )


def _serverless(cache: Fields) -> ServerlessCache:
    return ServerlessCache(text(cache, "ARN"), text_or(cache, "Engine"), number_or(cache, "SnapshotRetentionLimit", 0))


COLLECTORS = (
    Collector(
        "elasticache",
        ElastiCacheFacts,
        (DESCRIBE_GROUPS, DESCRIBE_SERVERLESS, DESCRIBE_CLUSTERS),
        collect,
        is_regional=True,
    ),
)
