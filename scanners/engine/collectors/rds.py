"""RDS, Aurora, DocumentDB and Neptune: the RDS interface lists them all.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html
"""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import (
    Fields,
    flag_or,
    moment_or_none,
    number_or,
    structure_or_empty,
    structures,
    text,
    text_or,
    texts,
)
from scanners.engine.facts.rds import DbCluster, DbInstance, RdsFacts

DESCRIBE_INSTANCES = Operation("rds", "DescribeDBInstances", "rds:DescribeDBInstances")
DESCRIBE_CLUSTERS = Operation("rds", "DescribeDBClusters", "rds:DescribeDBClusters")
_PAGE = 100


def collect(context: Context) -> RdsFacts:
    """Instances and clusters; each list that could not be read is Unknown by itself."""
    return RdsFacts(
        instances=read_region(context, DESCRIBE_INSTANCES, "DBInstances", _instance, MaxRecords=_PAGE),
        clusters=read_region(context, DESCRIBE_CLUSTERS, "DBClusters", _cluster, MaxRecords=_PAGE),
    )


def _instance(instance: Fields) -> DbInstance:
    source = text_or(instance, "ReadReplicaSourceDBInstanceIdentifier")
    return DbInstance(
        arn=text(instance, "DBInstanceArn"),
        name=text(instance, "DBInstanceIdentifier"),
        engine=text_or(instance, "Engine"),
        status=text_or(instance, "DBInstanceStatus"),
        cluster=text_or(instance, "DBClusterIdentifier"),
        replica_of=source or text_or(instance, "ReadReplicaSourceDBClusterIdentifier"),
        retention_days=number_or(instance, "BackupRetentionPeriod", 0),
        restorable_until=moment_or_none(instance, "LatestRestorableTime"),
        is_multi_az=flag_or(instance, "MultiAZ", False),
        is_encrypted=flag_or(instance, "StorageEncrypted", False),
        encryption=text_or(instance, "StorageEncryptionType"),
        key=text_or(instance, "KmsKeyId"),
        is_public=flag_or(instance, "PubliclyAccessible", False),
        has_managed_secret=bool(text_or(structure_or_empty(instance, "MasterUserSecret"), "SecretArn")),
        log_exports=texts(instance, "EnabledCloudwatchLogsExports"),
        parameter_groups=tuple(
            text(group, "DBParameterGroupName") for group in structures(instance, "DBParameterGroups")
        ),
    )


def _cluster(cluster: Fields) -> DbCluster:
    members = structures(cluster, "DBClusterMembers")
    return DbCluster(
        arn=text(cluster, "DBClusterArn"),
        name=text(cluster, "DBClusterIdentifier"),
        engine=text_or(cluster, "Engine"),
        status=text_or(cluster, "Status"),
        replica_of=text_or(cluster, "ReplicationSourceIdentifier"),
        retention_days=number_or(cluster, "BackupRetentionPeriod", 0),
        restorable_until=moment_or_none(cluster, "LatestRestorableTime"),
        is_multi_az=flag_or(cluster, "MultiAZ", False),
        members=tuple(text(member, "DBInstanceIdentifier") for member in members),
        is_encrypted=flag_or(cluster, "StorageEncrypted", False),
        encryption=text_or(cluster, "StorageEncryptionType"),
        key=text_or(cluster, "KmsKeyId"),
        has_managed_secret=bool(text_or(structure_or_empty(cluster, "MasterUserSecret"), "SecretArn")),
        log_exports=texts(cluster, "EnabledCloudwatchLogsExports"),
        parameter_group=text_or(cluster, "DBClusterParameterGroup"),
    )


COLLECTORS = (Collector("rds", RdsFacts, (DESCRIBE_INSTANCES, DESCRIBE_CLUSTERS), collect, is_regional=True),)
