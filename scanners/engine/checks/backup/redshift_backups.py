"""Redshift clusters have automated snapshots, which can be turned off for some node types."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import in_days
from scanners.engine.checks._by_region import found, judged
from scanners.engine.checks._declared import declared_reproducible
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, review
from scanners.engine.counts import counted
from scanners.engine.facts.redshift import RedshiftFacts, ServerlessWarehouse, WarehouseCluster
from scanners.engine.facts.regional import Regional
from scanners.engine.scope import Scope

check = Check(
    id="redshift_backups",
    title="Redshift automated snapshots enabled",
    question="Do Redshift clusters have automated snapshots?",
    needs=(RedshiftFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Set an automated snapshot retention period of seven days or more.",
    cli="aws redshift modify-cluster --cluster-identifier ... --automated-snapshot-retention-period 7",
    console="Redshift > Clusters > the cluster > Maintenance > Backup details.",
    source="https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-snapshots.html",
)
_SERVERLESS_DAYS = 1


@check.judge
def judge(scope: Scope, redshift: Regional[RedshiftFacts]) -> Iterator[Verdict]:
    """PASS for serverless namespaces, which always have recovery points of the last 24 hours."""
    stores = found(redshift, lambda facts: facts.clusters).plus(found(redshift, lambda facts: facts.namespaces))

    def judge_one(region: str, one: WarehouseCluster | ServerlessWarehouse) -> Verdict:
        apart = declared_reproducible(scope, region, one.arn, f"Redshift cluster {one.name}")
        if apart:
            return apart
        return _cluster(region, one) if isinstance(one, WarehouseCluster) else _serverless(scope, region, one)

    yield from judged(
        scope, stores, judge_one, reason="no_warehouses", message="The account has no Redshift clusters or namespaces."
    )


def _cluster(region: str, one: WarehouseCluster) -> Verdict:
    if one.snapshot_days < 1:
        return failed(one.arn, f"Redshift cluster {one.name} has no automated snapshots.", region=region)
    message = f"Redshift cluster {one.name} keeps automated snapshots for {in_days(one.snapshot_days)}."
    return passed(one.arn, message, region=region, snapshot_days=one.snapshot_days)


def _serverless(scope: Scope, region: str, one: ServerlessWarehouse) -> Verdict:
    needed = scope.store(one.arn).keep_days
    if needed > _SERVERLESS_DAYS:
        message = (
            f"Namespace {one.name} has recovery points of the last 24 hours, less than the "
            f"declared {counted(needed, 'day')}."
        )
        return review(one.arn, message, region=region, needed_days=needed)
    return passed(one.arn, f"Namespace {one.name} has recovery points of the last 24 hours.", region=region)
