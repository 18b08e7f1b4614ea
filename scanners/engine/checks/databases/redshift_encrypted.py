"""Redshift clusters are encrypted; Redshift Serverless always is."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import found, judged
from scanners.engine.checks._encryption import judge_encryption
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight
from scanners.engine.facts.redshift import RedshiftFacts, ServerlessWarehouse, WarehouseCluster
from scanners.engine.facts.regional import Regional
from scanners.engine.scope import Scope

check = Check(
    id="redshift_encrypted",
    title="Redshift encrypted at rest",
    question="Are Redshift clusters encrypted at rest?",
    needs=(RedshiftFacts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Turn on encryption. Redshift migrates the cluster in the background.",
    cli="aws redshift modify-cluster --cluster-identifier ... --encrypted",
    console="Redshift > Clusters > the cluster > Properties > Database configurations > Edit encryption.",
    source="https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-db-encryption.html",
)


@check.judge
def judge(scope: Scope, redshift: Regional[RedshiftFacts]) -> Iterator[Verdict]:
    """NOT_APPLICABLE for data stores that are declared to hold no sensitive data."""
    stores = found(redshift, lambda facts: facts.clusters).plus(found(redshift, lambda facts: facts.namespaces))

    def judge_one(region: str, one: WarehouseCluster | ServerlessWarehouse) -> Verdict:
        is_encrypted = one.is_encrypted if isinstance(one, WarehouseCluster) else True
        return judge_encryption(
            scope, region, one.arn, f"Redshift cluster {one.name}", is_encrypted=is_encrypted, key=one.key
        )

    yield from judged(
        scope, stores, judge_one, reason="no_warehouses", message="The account has no Redshift clusters or namespaces."
    )
