"""Aurora, DocumentDB, Neptune and Multi-AZ DB clusters have backups."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import hours_since, in_days, said
from scanners.engine.checks._by_region import found, judged
from scanners.engine.checks._copies import Copies, State, judge_copy
from scanners.engine.checks._declared import declared_reproducible
from scanners.engine.checks.backup._rds_sources import Sources
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.backup import BackupFacts
from scanners.engine.facts.rds import DbCluster, RdsFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

check = Check(
    id="db_cluster_backups",
    title="Database clusters backed up",
    question="Do Aurora, DocumentDB, Neptune and Multi-AZ clusters have backups?",
    needs=(RdsFacts,),
    also=(BackupFacts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Set a backup retention period of seven days or more, or add the cluster to an AWS Backup plan.",
    cli="aws rds modify-db-cluster --db-cluster-identifier ... --backup-retention-period 7 --apply-immediately",
    console="RDS > Databases > the cluster > Modify > Backup.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Managing.Backups.html",
)
_DEFAULT_DAYS = 1
_FRESH_HOURS = 48
_UNSETTLED = ("creating", "deleting")


@check.judge
def judge(scope: Scope, rds: Regional[RdsFacts], backup: Regional[BackupFacts] | Unknown) -> Iterator[Verdict]:
    """REVIEW for a retention of one day, which is the default."""
    clusters, copies = found(rds, lambda facts: facts.clusters), Copies(scope, backup)
    sources = Sources(rds, copies)
    yield from judged(
        scope,
        clusters,
        lambda region, one: _judge_copy(region, one, sources) or _judge(scope, region, one, copies),
        reason="no_clusters",
        message="The account has no database clusters.",
    )


def _judge_copy(region: str, one: DbCluster, sources: Sources) -> Verdict | None:
    """The verdict for a replica cluster; None for other clusters."""
    is_covered = sources.covers(region, one) if one.replica_of else False
    if is_covered:
        message = f"Cluster {one.name} is a replica of a database with backups."
        return not_applicable(one.arn, "secondary_cluster", message, region=region, source=one.replica_of)
    if is_covered is None and one.retention_days <= 0:
        detail = f"The source {one.replica_of} was not read."
        return unknown(one.arn, Unknown(Reason.NOT_COLLECTED, "rds:DescribeDBClusters", detail), region=region)
    return None


def _apart(scope: Scope, region: str, one: DbCluster) -> Verdict | None:
    if one.status in _UNSETTLED:
        return not_applicable(
            one.arn, "unsettled", f"Cluster {one.name} is {one.status}.", region=region, status=one.status
        )
    return declared_reproducible(scope, region, one.arn, f"Cluster {one.name}")


def _judge(scope: Scope, region: str, one: DbCluster, copies: Copies) -> Verdict:
    if apart := _apart(scope, region, one):
        return apart
    copy = copies.of(region, one.arn)
    if one.retention_days <= 0 or copy.state is State.RECENT:
        return judge_copy(region, one.arn, f"Cluster {one.name}", copy, lacks="has no automated backups")
    until = said(one.restorable_until)
    seen = {"retention_days": one.retention_days, "restorable_until": until, "status": one.status}
    if hours_since(scope, one.restorable_until) > _FRESH_HOURS:
        why = "is stopped, so it" if one.status == "stopped" else "has automated backups enabled but"
        message = f"Cluster {one.name} {why} cannot be restored to a recent time."
        return review(one.arn, message, region=region, **seen)
    if one.retention_days <= _DEFAULT_DAYS:
        return review(one.arn, f"Cluster {one.name} keeps backups for one day, the default.", region=region, **seen)
    return passed(
        one.arn, f"Cluster {one.name} keeps backups for {in_days(one.retention_days)}.", region=region, **seen
    )
