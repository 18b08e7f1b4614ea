"""Stores in memory: groups, serverless caches, DAX, MemoryDB."""

from __future__ import annotations

from typing import Any

from devstack.simulated_aws.running import SimulatedAws
from tests.scanners.golden.seeds.databases import ACCOUNT
from tests.scanners.golden.seeds.story import HOME, arn


def cache(name: str) -> str:
    """A replication group's ARN."""
    return arn(ACCOUNT, "elasticache", f"replicationgroup:{name}")


def seed_caches(aws: SimulatedAws) -> None:
    """One of each kind in order, others plain."""
    groups = [
        _group(
            "logins",
            AtRestEncryptionEnabled=True,
            TransitEncryptionEnabled=True,
            TransitEncryptionMode="required",
            SnapshotRetentionLimit=5,
            MultiAZ="enabled",
        ),
        _group("pages"),
        _group("rates"),
        _group(
            "moving",
            AtRestEncryptionEnabled=True,
            TransitEncryptionEnabled=True,
            TransitEncryptionMode="preferred",
            SnapshotRetentionLimit=1,
            MultiAZ="enabled",
        ),
    ]
    aws.give_answer(ACCOUNT, "elasticache:DescribeReplicationGroups", {"ReplicationGroups": groups}, region=HOME)
    serverless = [
        {"ARN": arn(ACCOUNT, "elasticache", "serverlesscache:tokens"), "Engine": "valkey", "SnapshotRetentionLimit": 1},
        {"ARN": arn(ACCOUNT, "elasticache", "serverlesscache:fragments"), "Engine": "memcached"},
    ]
    aws.give_answer(ACCOUNT, "elasticache:DescribeServerlessCaches", {"ServerlessCaches": serverless}, region=HOME)
    accelerators = [_accelerator("carts-dax", "ENABLED", "TLS"), _accelerator("old-dax", "DISABLED", "NONE")]
    aws.give_answer(ACCOUNT, "dax:DescribeClusters", {"Clusters": accelerators}, region=HOME)
    scores = {"Name": "scores", "ARN": arn(ACCOUNT, "memorydb", "cluster/scores"), "TLSEnabled": True}
    aws.give_answer(
        ACCOUNT, "memorydb:DescribeClusters", {"Clusters": [{**scores, "SnapshotRetentionLimit": 0}]}, region=HOME
    )


def _group(name: str, **settings: Any) -> dict[str, Any]:
    plain = {"AtRestEncryptionEnabled": False, "TransitEncryptionEnabled": False, "SnapshotRetentionLimit": 0}
    return {
        "ReplicationGroupId": name,
        "ARN": cache(name),
        "Engine": "redis",
        "MultiAZ": "disabled",
        **plain,
        **settings,
    }


def _accelerator(name: str, encryption: str, traffic: str) -> dict[str, Any]:
    return {
        "ClusterName": name,
        "ClusterArn": arn(ACCOUNT, "dax", f"cache/{name}"),
        "SSEDescription": {"Status": encryption},
        "ClusterEndpointEncryptionType": traffic,
    }
