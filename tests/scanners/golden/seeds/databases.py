"""Relational databases: a careful one, a neglected one, one that matters to nobody, and clusters of each kind."""

from __future__ import annotations

from typing import Any

from devstack.simulated_aws.running import SimulatedAws
from tests.scanners.golden.seeds.story import HOME, ago, arn

ACCOUNT = "121212121212"


def database(name: str) -> str:
    """A database instance's ARN."""
    return arn(ACCOUNT, "rds", f"db:{name}")


def cluster(name: str) -> str:
    """A database cluster's ARN."""
    return arn(ACCOUNT, "rds", f"cluster:{name}")


def seed_databases(aws: SimulatedAws) -> None:
    """moto cannot say when a database was last restorable, nor play every engine: the answers are given."""
    aws.give_answer(ACCOUNT, "rds:DescribeDBInstances", {"DBInstances": _instances()}, region=HOME)
    aws.give_answer(ACCOUNT, "rds:DescribeDBClusters", {"DBClusters": _clusters()}, region=HOME)
    for name, parameter, value in (
        ("orders-tls", "require_secure_transport", "1"),
        ("lab-open", "require_secure_transport", "0"),
    ):
        changed = {"Parameters": [{"ParameterName": parameter, "ParameterValue": value, "Source": "user"}]}
        about = {"DBParameterGroupName": name}
        aws.give_answer(ACCOUNT, "rds:DescribeDBParameters", changed, region=HOME, given=about)
    for name, parameter, value in (("ledger-tls", "rds.force_ssl", "1"), ("events-plain", "tls", "disabled")):
        changed = {"Parameters": [{"ParameterName": parameter, "ParameterValue": value, "Source": "user"}]}
        about = {"DBClusterParameterGroupName": name}
        aws.give_answer(ACCOUNT, "rds:DescribeDBClusterParameters", changed, region=HOME, given=about)


def _instances() -> list[dict[str, Any]]:
    secret = {"MasterUserSecret": {"SecretArn": arn(ACCOUNT, "secretsmanager", "secret:rds!db-orders-AbCdEf")}}
    fresh = {"LatestRestorableTime": ago(minutes=4)}
    return [
        _instance(
            "orders",
            "mysql",
            14,
            group="orders-tls",
            MultiAZ=True,
            StorageEncrypted=True,
            EnabledCloudwatchLogsExports=["audit", "error"],
            **secret,
            **fresh,
        ),
        _instance("reports", "postgres", 0, group="default.postgres16", StorageEncrypted=False),
        _instance("lab", "mysql", 3, group="lab-open", StorageEncrypted=False, **secret, **fresh),
        _instance(
            "orders-replica",
            "mysql",
            0,
            group="orders-tls",
            StorageEncrypted=True,
            ReadReplicaSourceDBInstanceIdentifier="orders",
        ),
        _instance(
            "ledger-1",
            "aurora-postgresql",
            7,
            group="default.aurora-postgresql16",
            StorageEncrypted=True,
            DBClusterIdentifier="ledger",
            **fresh,
        ),
    ]


def _instance(name: str, engine: str, retention_days: int, *, group: str, **settings: Any) -> dict[str, Any]:
    return {
        "DBInstanceIdentifier": name,
        "DBInstanceArn": database(name),
        "DBInstanceStatus": "available",
        "Engine": engine,
        "BackupRetentionPeriod": retention_days,
        "DBParameterGroups": [{"DBParameterGroupName": group, "ParameterApplyStatus": "in-sync"}],
        **settings,
    }


def _clusters() -> list[dict[str, Any]]:
    secret = {"MasterUserSecret": {"SecretArn": arn(ACCOUNT, "secretsmanager", "secret:rds!cluster-ledger-AbCdEf")}}
    return [
        _cluster(
            "ledger",
            "aurora-postgresql",
            7,
            group="ledger-tls",
            MultiAZ=True,
            StorageEncrypted=True,
            EnabledCloudwatchLogsExports=["postgresql"],
            LatestRestorableTime=ago(minutes=3),
            **secret,
        ),
        _cluster(
            "events",
            "docdb",
            1,
            group="events-plain",
            MultiAZ=False,
            StorageEncrypted=False,
            LatestRestorableTime=ago(minutes=3),
        ),
        _cluster("sessions", "mysql", 0, group="default.mysql8.0", MultiAZ=True, StorageEncrypted=True),
    ]


def _cluster(name: str, engine: str, retention_days: int, *, group: str, **settings: Any) -> dict[str, Any]:
    return {
        "DBClusterIdentifier": name,
        "DBClusterArn": cluster(name),
        "Status": "available",
        "Engine": engine,
        "BackupRetentionPeriod": retention_days,
        "DBClusterParameterGroup": group,
        **settings,
    }
