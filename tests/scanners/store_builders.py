"""Data stores of a sound account; a test changes the one thing it is about. `here` puts facts into one region."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scanners.engine.facts import (
    backup,
    dax,
    dynamodb,
    ebs,
    efs,
    elasticache,
    fsx,
    kafka,
    memorydb,
    opensearch,
    rds,
    recovery,
    redshift,
)
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import DeclaredStore, Scope
from tests.scanners.fact_builders import DENIED, HERE, ago
from tests.scanners.fact_builders import scope as scope_with

REGION, ELSEWHERE = "eu-west-1", "us-east-1"
NOT_ASKED = Unknown(Reason.NOT_COLLECTED, "")


def here(fact: object) -> Regional[Any]:
    """The fact in one region."""
    return Regional({REGION: fact})


def half(fact: object) -> Regional[Any]:
    """The fact in one region, while the other one refused."""
    return Regional({REGION: fact, ELSEWHERE: DENIED})


def elsewhere(fact: object) -> Regional[Any]:
    """The fact in another region than the stores'."""
    return Regional({ELSEWHERE: fact})


def arn(service: str, name: str) -> str:
    return f"arn:aws:{service}:{REGION}:{HERE}:{name}"


def declared(name: str, **says: Any) -> Scope:
    """A scope in which the customer said something of one store."""
    return scope_with(stores=(DeclaredStore(name, **says),))


# --- AWS Backup


def backup_facts(**changes: Any) -> backup.BackupFacts:
    return replace(backup.BackupFacts((), (), (), (), (), (), (), ()), **changes)


def copied(name: str, days: float = 0.5, kind: str = "RDS", **changes: Any) -> Regional[Any]:
    """AWS Backup holds a copy of one resource."""
    return here(backup_facts(**{"protected": (backup.ProtectedResource(name, kind, ago(days)),), **changes}))


def plan(name: str = "daily", **changes: Any) -> backup.BackupPlan:
    return replace(backup.BackupPlan(arn("backup", f"backup-plan:{name}"), name, ago(0.5), (rule(),)), **changes)


def rule(**changes: Any) -> backup.PlanRule:
    return replace(backup.PlanRule("main", "cron(0 5 ? * * *)", 35, False, ()), **changes)


NO_BACKUP = here(backup_facts())
WEEKLY = {"plans": (plan(rules=(rule(schedule="cron(0 5 ? * SUN *)"),)),)}
ODD = {"plans": (plan(rules=(rule(schedule="cron(0 5 L * ? *)"),)),)}
CONTINUOUS = {"plans": (plan(rules=(rule(is_continuous=True),)),)}


# --- databases


def instance(name: str = "app", **changes: Any) -> rds.DbInstance:
    sound = rds.DbInstance(
        arn("rds", f"db:{name}"),
        name,
        "postgres",
        "available",
        "",
        "",
        7,
        ago(0.01),
        True,
        True,
        "",
        "key",
        False,
        True,
        (),
        ("own-postgres",),
    )
    return replace(sound, **changes)


def cluster(name: str = "books", **changes: Any) -> rds.DbCluster:
    sound = rds.DbCluster(
        arn("rds", f"cluster:{name}"),
        name,
        "aurora-postgresql",
        "available",
        "",
        7,
        ago(0.01),
        True,
        (),
        True,
        "",
        "key",
        True,
        (),
        "own-aurora",
    )
    return replace(sound, **changes)


def databases(*some: Any, **changes: Any) -> Regional[Any]:
    """The databases of one region."""
    instances = tuple(one for one in some if isinstance(one, rds.DbInstance))
    clusters = tuple(one for one in some if isinstance(one, rds.DbCluster))
    return here(replace(rds.RdsFacts(instances, clusters), **changes))


OFF, ON = dynamodb.Recovery(False, 0), dynamodb.Recovery(True, 35)


def table(name: str = "orders", recovery: Any = ON) -> dynamodb.Table:
    return dynamodb.Table(arn("dynamodb", f"table/{name}"), name, recovery)


def tables(*some: dynamodb.Table) -> Regional[Any]:
    return here(dynamodb.DynamoDbFacts(some))


# --- disks and file systems


def volume(name: str = "vol-1", **changes: Any) -> ebs.Volume:
    sound = ebs.Volume(
        name, arn("ec2", f"volume/{name}"), True, "in-use", ("i-1",), True, ago(90), False, False, (), True, ()
    )
    return replace(sound, **changes)


def disks(*volumes: ebs.Volume, **changes: Any) -> Regional[Any]:
    return here(replace(ebs.EbsFacts(True, volumes, (), ()), **changes))


def snapshots(
    name: str = "vol-1", days: float = 1, automatic: float | None = None
) -> tuple[ebs.SnapshotsOfVolume, ...]:
    return (ebs.SnapshotsOfVolume(name, ago(days), None if automatic is None else ago(automatic), 1),)


def lifecycle(**changes: Any) -> ebs.LifecyclePolicy:
    tag = (ebs.Tag("Backup", "daily"),)
    return replace(ebs.LifecyclePolicy("policy-1", "EBS_SNAPSHOT_MANAGEMENT", False, "VOLUME", tag, False), **changes)


def efs_system(name: str = "fs-1", **changes: Any) -> efs.EfsFileSystem:
    return replace(efs.EfsFileSystem(arn("elasticfilesystem", f"file-system/{name}"), True, "key"), **changes)


def efs_systems(*some: efs.EfsFileSystem) -> Regional[Any]:
    return here(efs.EfsFacts(some))


def fsx_system(name: str = "fs-2", **changes: Any) -> fsx.FsxFileSystem:
    return replace(fsx.FsxFileSystem(arn("fsx", f"file-system/{name}"), "WINDOWS", "MULTI_AZ_1", 7, "key"), **changes)


def fsx_systems(*some: fsx.FsxFileSystem) -> Regional[Any]:
    return here(fsx.FsxFacts(some))


# --- warehouses, caches, search, streams


def warehouse(name: str = "wh", **changes: Any) -> redshift.WarehouseCluster:
    sound = redshift.WarehouseCluster(
        arn("redshift", f"cluster:{name}"), name, True, "key", 7, False, True, ("own-wh",)
    )
    return replace(sound, **changes)


SERVERLESS = redshift.ServerlessWarehouse(arn("redshift-serverless", "namespace/reports"), "reports", "key")


def warehouses(*some: Any, **changes: Any) -> Regional[Any]:
    clusters = tuple(one for one in some if isinstance(one, redshift.WarehouseCluster))
    spaces = tuple(one for one in some if isinstance(one, redshift.ServerlessWarehouse))
    return here(replace(redshift.RedshiftFacts(clusters, spaces), **changes))


def cache(name: str = "c", **changes: Any) -> elasticache.ReplicationGroup:
    sound = elasticache.ReplicationGroup(
        arn("elasticache", f"replicationgroup:{name}"), "valkey", True, True, "required", 5, True
    )
    return replace(sound, **changes)


def serverless_cache(engine: str = "valkey", days: int = 1) -> elasticache.ServerlessCache:
    return elasticache.ServerlessCache(arn("elasticache", "serverlesscache:s"), engine, days)


def cache_node(name: str = "n", **changes: Any) -> elasticache.CacheCluster:
    """A cluster outside of groups."""
    sound = elasticache.CacheCluster(arn("elasticache", f"cluster:{name}"), "redis", True, True, "required", 5)
    return replace(sound, **changes)


def caches(*some: Any, **changes: Any) -> Regional[Any]:
    groups = tuple(one for one in some if isinstance(one, elasticache.ReplicationGroup))
    serverless = tuple(one for one in some if isinstance(one, elasticache.ServerlessCache))
    clusters = tuple(one for one in some if isinstance(one, elasticache.CacheCluster))
    return here(replace(elasticache.ElastiCacheFacts(groups, serverless, clusters), **changes))


def memory(**changes: Any) -> memorydb.MemoryDbCluster:
    return replace(memorydb.MemoryDbCluster(arn("memorydb", "cluster/m"), True, 1, True), **changes)


def memories(*some: memorydb.MemoryDbCluster) -> Regional[Any]:
    return here(memorydb.MemoryDbFacts(some))


def accelerator(**changes: Any) -> dax.DaxCluster:
    return replace(dax.DaxCluster(arn("dax", "cache/d"), True, True), **changes)


def accelerators(*some: dax.DaxCluster) -> Regional[Any]:
    return here(dax.DaxFacts(some))


def domain(name: str = "logs", **changes: Any) -> opensearch.SearchDomain:
    policy = "Policy-Min-TLS-1-2-2019-07"
    sound = opensearch.SearchDomain(arn("es", f"domain/{name}"), name, True, True, True, policy, True, ())
    return replace(sound, **changes)


def domains(*some: opensearch.SearchDomain) -> Regional[Any]:
    return here(opensearch.OpenSearchFacts(some))


def brokers(name: str = "k", **changes: Any) -> kafka.KafkaCluster:
    return replace(kafka.KafkaCluster(arn("kafka", f"cluster/{name}/1"), name, False, "TLS"), **changes)


def streams(*some: kafka.KafkaCluster) -> Regional[Any]:
    return here(kafka.KafkaFacts(some))


# --- recovery


def app(name: str = "shop", compliance: str = "PolicyMet") -> recovery.ResilienceApp:
    return recovery.ResilienceApp(arn("resiliencehub", f"app/{name}"), name, compliance, 3600, 300, ago(20))


def experiment(name: str = "e", status: str = "completed", days: float = 30) -> recovery.Experiment:
    return recovery.Experiment(arn("fis", f"experiment/{name}"), status, ago(days))


def drill(name: str = "drsjob-1", **changes: Any) -> recovery.Drill:
    return replace(recovery.Drill(arn("drs", f"job/{name}"), "COMPLETED", ago(30), 2, 2), **changes)


def exercises(*some: Any) -> tuple[Regional[Any], Regional[Any]]:
    """The experiments and the drills of one region."""
    experiments = tuple(one for one in some if isinstance(one, recovery.Experiment))
    drills = tuple(one for one in some if isinstance(one, recovery.Drill))
    return here(recovery.FaultInjectionFacts(experiments)), here(recovery.DisasterRecoveryFacts(drills))
