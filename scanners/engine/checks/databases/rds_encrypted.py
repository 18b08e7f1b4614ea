"""RDS storage is encrypted, including backups and replicas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scanners.engine.checks._by_region import found, judged
from scanners.engine.checks._encryption import judge_encryption
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, unknown
from scanners.engine.facts.rds import DbCluster, DbInstance, RdsFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.scope import Scope

check = Check(
    id="rds_encrypted",
    title="Databases encrypted at rest",
    question="Are RDS instances and clusters encrypted at rest, including Aurora, DocumentDB and Neptune?",
    needs=(RdsFacts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Copy a snapshot with encryption, restore it, and migrate to the restored database.",
    cli="aws rds copy-db-snapshot --kms-key-id ... --source-db-snapshot-identifier ... "
    "--target-db-snapshot-identifier ...",
    console="RDS > Snapshots > the snapshot > Actions > Copy snapshot > Encryption.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
)
_ENCRYPTED = ("sse-kms", "sse-rds")


@check.judge
def judge(scope: Scope, rds: Regional[RdsFacts]) -> Iterator[Verdict]:
    """Cluster instances follow their cluster, whose storage they share: AWS does not always report it for both.

    https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html
    """
    clusters = found(rds, lambda facts: facts.clusters)
    stores = found(rds, lambda facts: facts.instances).plus(clusters)
    by_name = {(region, one.name): one for region, one in clusters.items}
    unread = dict(clusters.gaps)

    def judge_one(region: str, one: DbInstance | DbCluster) -> Verdict:
        cluster = by_name.get((region, one.cluster)) if isinstance(one, DbInstance) and one.cluster else None
        if cluster is not None:
            return _judge_member(scope, region, one, cluster)
        if isinstance(one, DbInstance) and one.cluster and region in unread and not _is_encrypted(one):
            return unknown(one.arn, unread[region], region=region)
        return _judge_store(scope, region, one)

    yield from judged(scope, stores, judge_one, reason="no_databases", message="The account has no databases.")


def _judge_store(scope: Scope, region: str, one: DbInstance | DbCluster) -> Verdict:
    is_encrypted = _is_encrypted(one)
    return judge_encryption(scope, region, one.arn, f"Database {one.name}", is_encrypted=is_encrypted, key=one.key)


def _judge_member(scope: Scope, region: str, one: DbInstance | DbCluster, cluster: DbCluster) -> Verdict:
    """The verdict of the cluster for one of its instances."""
    name = f"Cluster {cluster.name} of database {one.name}"
    encrypted = _is_encrypted(cluster)
    verdict = judge_encryption(scope, region, cluster.arn, name, is_encrypted=encrypted, key=cluster.key)
    return replace(verdict, resource=one.arn)


def _is_encrypted(one: DbInstance | DbCluster) -> bool:
    return one.is_encrypted or one.encryption in _ENCRYPTED
