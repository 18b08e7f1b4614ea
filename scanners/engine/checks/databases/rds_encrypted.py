"""Storage encryption is chosen when a database is created, and covers its backups and replicas too."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import found, judged
from scanners.engine.checks._encryption import judge_encryption
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight
from scanners.engine.facts.rds import DbCluster, DbInstance, RdsFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.scope import Scope

check = Check(
    id="rds_encrypted",
    title="Databases are encrypted",
    question="Are RDS instances and clusters, Aurora, DocumentDB and Neptune among them, encrypted?",
    needs=(RdsFacts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Copy a snapshot with encryption on, restore it, and move to the restored database.",
    cli="aws rds copy-db-snapshot --kms-key-id ... --source-db-snapshot-identifier ... "
    "--target-db-snapshot-identifier ...",
    console="RDS > Snapshots > the snapshot > Actions > Copy snapshot > Encryption.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
)
_ENCRYPTED = ("sse-kms", "sse-rds")


@check.judge
def judge(scope: Scope, rds: Regional[RdsFacts]) -> Iterator[Verdict]:
    """Instances of a cluster share its storage, and AWS says the same of both."""
    stores = found(rds, lambda facts: facts.instances).plus(found(rds, lambda facts: facts.clusters))

    def judge_one(region: str, one: DbInstance | DbCluster) -> Verdict:
        is_encrypted = one.is_encrypted or one.encryption in _ENCRYPTED
        return judge_encryption(scope, region, one.arn, f"Database {one.name}", is_encrypted=is_encrypted, key=one.key)

    yield from judged(scope, stores, judge_one, reason="no_databases", message="There are no databases.")
