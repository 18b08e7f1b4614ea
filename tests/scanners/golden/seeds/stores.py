"""A production account full of data stores, some kept as they should be, some not, some declared not to matter."""

from __future__ import annotations

from typing import Any

from devstack.simulated_aws.demo.stores import table
from devstack.simulated_aws.running import SimulatedAws
from scanners.engine.scope import Declarations, DeclaredStore
from tests.scanners.golden.seeds.caches import cache, seed_caches
from tests.scanners.golden.seeds.databases import ACCOUNT, cluster, database, seed_databases
from tests.scanners.golden.seeds.disks import NAMES as DISK_NAMES
from tests.scanners.golden.seeds.disks import disk, seed_disks
from tests.scanners.golden.seeds.story import HOME, Golden, ago, arn

_FILES = {
    "fs-0a00000000000001a": "shared",
    "fs-0a00000000000002b": "scratch",
    "fs-0a00000000000003c": "forgotten",
    "fs-0b00000000000001a": "office",
    "fs-0b00000000000002b": "studio",
    "fs-0b00000000000003c": "burst",
}
_IDS = {name: one for one, name in _FILES.items()}
_NAMESPACE = arn(ACCOUNT, "redshift-serverless", "namespace/adhoc")
_SENSITIVE = (
    database("orders"),
    database("reports"),
    cluster("ledger"),
    arn(ACCOUNT, "dynamodb", "table/carts"),
    arn(ACCOUNT, "es", "domain/catalog"),
    arn(ACCOUNT, "redshift", "cluster:warehouse"),
    cache("pages"),
)


def seed(aws: SimulatedAws) -> None:
    """Everything in one region."""
    aws.set_account(ACCOUNT, name="Stores")
    seed_databases(aws)
    seed_caches(aws)
    seed_disks(aws)
    _seed_tables(aws)
    _seed_warehouses(aws)
    _seed_search(aws)
    _seed_files(aws)
    _seed_serverless(aws)
    _seed_copies(aws)
    tagged = [{"ResourceARN": database("orders"), "Tags": [{"Key": "environment", "Value": "production"}]}]
    tags = {"ResourceTagMappingList": tagged}
    aws.give_answer(ACCOUNT, "resourcegroupstaggingapi:GetResources", tags, region=HOME)


def _seed_tables(aws: SimulatedAws) -> None:
    tables = aws.root("dynamodb", ACCOUNT, region=HOME)
    table(tables, "carts", is_recoverable=True)
    for name in ("visits", "drafts", "locks"):
        table(tables, name, is_recoverable=False)


def _seed_warehouses(aws: SimulatedAws) -> None:
    clusters = [
        _warehouse("warehouse", is_encrypted=True, snapshot_days=7, group="warehouse-tls"),
        _warehouse("trial", is_encrypted=False, snapshot_days=0, group="default.redshift-1.0"),
    ]
    aws.give_answer(ACCOUNT, "redshift:DescribeClusters", {"Clusters": clusters}, region=HOME)
    forced = {"Parameters": [{"ParameterName": "require_ssl", "ParameterValue": "true", "Source": "user"}]}
    about = {"ParameterGroupName": "warehouse-tls"}
    aws.give_answer(ACCOUNT, "redshift:DescribeClusterParameters", forced, region=HOME, given=about)
    namespaces = {"namespaces": [{"namespaceArn": _NAMESPACE, "namespaceName": "adhoc"}]}
    aws.give_answer(ACCOUNT, "redshift-serverless:ListNamespaces", namespaces, region=HOME)


def _warehouse(name: str, *, is_encrypted: bool, snapshot_days: int, group: str) -> dict[str, Any]:
    return {
        "ClusterIdentifier": name,
        "Encrypted": is_encrypted,
        "AutomatedSnapshotRetentionPeriod": snapshot_days,
        "ClusterParameterGroups": [{"ParameterGroupName": group}],
    }


def _seed_search(aws: SimulatedAws) -> None:
    modern = {"EnforceHTTPS": True, "TLSSecurityPolicy": "Policy-Min-TLS-1-2-PFS-2023-10"}
    on, off = {"Enabled": True}, {"Enabled": False}
    audit = {"AUDIT_LOGS": {"CloudWatchLogsLogGroupArn": arn(ACCOUNT, "logs", "log-group:catalog"), "Enabled": True}}
    domains = [
        _domain("catalog", rest=on, nodes=on, endpoint=modern, LogPublishingOptions=audit),
        _domain("suggest", rest=off, nodes=off, endpoint={"EnforceHTTPS": False}),
        _domain("traces", rest=on, nodes=off, endpoint=modern),
    ]
    names = [{"DomainName": one["DomainName"], "EngineType": "OpenSearch"} for one in domains]
    aws.give_answer(ACCOUNT, "opensearch:ListDomainNames", {"DomainNames": names}, region=HOME)
    aws.give_answer(ACCOUNT, "opensearch:DescribeDomains", {"DomainStatusList": domains}, region=HOME)


def _domain(name: str, *, rest: Any, nodes: Any, endpoint: Any, **settings: Any) -> dict[str, Any]:
    return {
        "DomainId": f"{ACCOUNT}/{name}",
        "DomainName": name,
        "ARN": arn(ACCOUNT, "es", f"domain/{name}"),
        "ClusterConfig": {"ZoneAwarenessEnabled": True},
        "EncryptionAtRestOptions": rest,
        "NodeToNodeEncryptionOptions": nodes,
        "DomainEndpointOptions": endpoint,
        **settings,
    }


def _seed_files(aws: SimulatedAws) -> None:
    systems = [_elastic("shared", True), _elastic("scratch", False), _elastic("forgotten", True)]
    aws.give_answer(ACCOUNT, "efs:DescribeFileSystems", {"FileSystems": systems}, region=HOME)
    shares = [
        _share("office", "WINDOWS", WindowsConfiguration=_kept("MULTI_AZ_1", 7)),
        _share("studio", "LUSTRE", LustreConfiguration=_kept("PERSISTENT_2", 0)),
        _share("burst", "LUSTRE", LustreConfiguration={"DeploymentType": "SCRATCH_2"}),
    ]
    aws.give_answer(ACCOUNT, "fsx:DescribeFileSystems", {"FileSystems": shares}, region=HOME)


def _elastic(name: str, is_encrypted: bool) -> dict[str, Any]:
    return {
        "OwnerId": ACCOUNT,
        "CreationToken": name,
        "FileSystemId": _IDS[name],
        "FileSystemArn": _file_system("elasticfilesystem", name),
        "CreationTime": ago(days=400),
        "LifeCycleState": "available",
        "NumberOfMountTargets": 2,
        "SizeInBytes": {"Value": 6144},
        "PerformanceMode": "generalPurpose",
        "Tags": [],
        "Encrypted": is_encrypted,
    }


def _share(name: str, kind: str, **settings: Any) -> dict[str, Any]:
    return {"FileSystemId": _IDS[name], "ResourceARN": _file_system("fsx", name), "FileSystemType": kind, **settings}


def _kept(deployment: str, days: int) -> dict[str, Any]:
    return {"DeploymentType": deployment, "AutomaticBackupRetentionDays": days}


def _file_system(service: str, name: str) -> str:
    return arn(ACCOUNT, service, f"file-system/{_IDS[name]}")


def _seed_serverless(aws: SimulatedAws) -> None:
    """A DSQL cluster that nothing copies, an elastic cluster with backups, and an image that is public."""
    dsql = {"clusters": [{"identifier": "baskets", "arn": arn(ACCOUNT, "dsql", "cluster/baskets")}]}
    aws.give_answer(ACCOUNT, "dsql:ListClusters", dsql, region=HOME)
    elastic = arn(ACCOUNT, "docdb-elastic", "cluster/profiles")
    profiles = {"clusterArn": elastic, "clusterName": "profiles", "status": "ACTIVE"}
    aws.give_answer(ACCOUNT, "docdb-elastic:ListClusters", {"clusters": [profiles]}, region=HOME)
    described = {
        **profiles,
        "adminUserName": "admin",
        "authType": "SECRET_ARN",
        "backupRetentionPeriod": 7,
        "createTime": "2026-01-01T00:00:00Z",
        "clusterEndpoint": "x",
        "kmsKeyId": "AWS_OWNED_KMS_KEY",
        "shardCapacity": 2,
        "shardCount": 1,
        "preferredMaintenanceWindow": "sun:05:00-sun:05:30",
        "subnetIds": [],
        "vpcSecurityGroupIds": [],
    }
    aws.give_answer(ACCOUNT, "docdb-elastic:GetCluster", {"cluster": described}, region=HOME)
    image = {"ImageId": "ami-0a000000000000001", "Name": "appliance", "OwnerId": ACCOUNT, "Public": True}
    aws.give_answer(ACCOUNT, "ec2:DescribeImages", {"Images": [image]}, region=HOME)


def _seed_copies(aws: SimulatedAws) -> None:
    """AWS Backup copied three stores within a day, and one ten days ago; no plan is left."""
    copies = [
        (arn(ACCOUNT, "dynamodb", "table/visits"), "DynamoDB", ago(hours=20)),
        (_file_system("elasticfilesystem", "shared"), "EFS", ago(hours=20)),
        (disk("db-data"), "EBS", ago(hours=20)),
        (_file_system("elasticfilesystem", "forgotten"), "EFS", ago(days=10)),
    ]
    found = [{"ResourceArn": one, "ResourceType": kind, "LastBackupTime": at} for one, kind, at in copies]
    aws.give_answer(ACCOUNT, "backup:ListProtectedResources", {"Results": found}, region=HOME)


STORES = Golden(
    "stores",
    ACCOUNT,
    seed,
    Declarations(
        is_production=True,
        logs_access_itself=False,
        rpo_minutes=60,
        stores=(
            *(DeclaredStore(one, role="primary", is_sensitive=True) for one in _SENSITIVE),
            DeclaredStore(database("lab"), is_sensitive=False),
            DeclaredStore(arn(ACCOUNT, "dynamodb", "table/locks"), role="cache"),
            DeclaredStore(cache("rates"), role="cache"),
            DeclaredStore(_NAMESPACE, keep_days=7),
        ),
    ),
    named=lambda _: {**DISK_NAMES, **_FILES},
)
