"""Master passwords of databases are managed and rotated by Secrets Manager."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scanners.engine.checks._by_region import found, judged
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, passed, review
from scanners.engine.facts.rds import DbCluster, DbInstance, RdsFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.scope import Scope

check = Check(
    id="database_master_secret_managed",
    title="Master passwords managed by Secrets Manager",
    question="Does Secrets Manager manage the master passwords of databases?",
    needs=(RdsFacts,),
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Choose “Managed in AWS Secrets Manager” for the master password.",
    cli="aws rds modify-db-instance --db-instance-identifier ... --manage-master-user-password --apply-immediately",
    console="RDS > Databases > the database > Modify > Credentials management.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html",
)


@check.judge
def judge(scope: Scope, rds: Regional[RdsFacts]) -> Iterator[Verdict]:
    """Cluster members and replicas use the password of their source; Neptune has no password."""
    stores = found(rds, lambda facts: facts.instances).plus(found(rds, lambda facts: facts.clusters))
    own = replace(stores, items=tuple((region, one) for region, one in stores.items if _has_password(one)))
    yield from judged(
        scope, own, _judge, reason="no_databases", message="The account has no databases with a master password."
    )


def _has_password(one: DbInstance | DbCluster) -> bool:
    is_member = isinstance(one, DbInstance) and bool(one.cluster)
    return not is_member and not one.replica_of and one.engine != "neptune"


def _judge(region: str, one: DbInstance | DbCluster) -> Verdict:
    if one.has_managed_secret:
        return passed(one.arn, f"Secrets Manager manages the master password of {one.name}.", region=region)
    message = f"The master password of {one.name} is not managed by Secrets Manager. Document where it is stored."
    return review(one.arn, message, region=region)
