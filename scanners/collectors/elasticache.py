"""ElastiCache replication groups and serverless caches.

https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DescribeReplicationGroups.html
"""

from __future__ import annotations

from scanners.aws.operations import Operation
from scanners.collectors.collector import Collector, Context
from scanners.collectors.regional import read_region
from scanners.collectors.shape import Fields, flag_or, number_or, text, text_or
from scanners.facts.elasticache import ElastiCacheFacts, ReplicationGroup, ServerlessCache

DESCRIBE_GROUPS = Operation("elasticache", "DescribeReplicationGroups", "elasticache:DescribeReplicationGroups")
DESCRIBE_SERVERLESS = Operation("elasticache", "DescribeServerlessCaches", "elasticache:DescribeServerlessCaches")


def collect(context: Context) -> ElastiCacheFacts:
    """Groups and serverless caches; each list that could not be read is Unknown by itself."""
    return ElastiCacheFacts(
        groups=read_region(context, DESCRIBE_GROUPS, "ReplicationGroups", _group),
        serverless=read_region(context, DESCRIBE_SERVERLESS, "ServerlessCaches", _serverless),
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


def _serverless(cache: Fields) -> ServerlessCache:
    return ServerlessCache(text(cache, "ARN"), text_or(cache, "Engine"), number_or(cache, "SnapshotRetentionLimit", 0))


COLLECTORS = (
    Collector("elasticache", ElastiCacheFacts, (DESCRIBE_GROUPS, DESCRIBE_SERVERLESS), collect, is_regional=True),
)
