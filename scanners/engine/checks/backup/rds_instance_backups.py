"""RDS instances have automated backups or recent recovery points in AWS Backup."""

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
from scanners.engine.facts.rds import DbInstance, RdsFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

check = Check(
    id="rds_instance_backups",
    title="Database instances backed up",
    question="Does every standalone RDS instance have automated backups or a recent recovery point?",
    needs=(RdsFacts,),
    also=(BackupFacts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Set a backup retention period of seven days or more, or add the instance to an AWS Backup plan.",
    cli="aws rds modify-db-instance --db-instance-identifier ... --backup-retention-period 7 --apply-immediately",
    console="RDS > Databases > the instance > Modify > Backup.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html",
)
_FEW_DAYS = 7
_FRESH_HOURS = 48
_UNSETTLED = ("creating", "deleting")


@check.judge
def judge(scope: Scope, rds: Regional[RdsFacts], backup: Regional[BackupFacts] | Unknown) -> Iterator[Verdict]:
    """Cluster members follow their cluster, replicas their source."""
    instances, copies = found(rds, lambda facts: facts.instances), Copies(scope, backup)
    sources = Sources(rds, copies)

    def judge_one(region: str, one: DbInstance) -> Verdict:
        apart = _apart(scope, region, one)
        if apart:
            return apart
        is_covered = sources.covers(region, one)
        if one.replica_of and is_covered:
            return not_applicable(
                one.arn, "replica", f"Database {one.name} is a replica of a database with backups.", region=region
            )
        if one.replica_of and is_covered is None and not one.retention_days:
            detail = f"The source {one.replica_of} was not read."
            return unknown(one.arn, Unknown(Reason.NOT_COLLECTED, "rds:DescribeDBInstances", detail), region=region)
        return _judge(scope, region, one, copies)

    message = "The account has no database instances."
    yield from judged(scope, instances, judge_one, reason="no_instances", message=message)


def _apart(scope: Scope, region: str, one: DbInstance) -> Verdict | None:
    if one.cluster:
        message = f"Database {one.name} belongs to a cluster, which has a check of its own."
        return not_applicable(one.arn, "cluster_member", message, region=region, cluster=one.cluster)
    if one.status in _UNSETTLED:
        return not_applicable(
            one.arn, "unsettled", f"Database {one.name} is {one.status}.", region=region, status=one.status
        )
    return declared_reproducible(scope, region, one.arn, f"Database {one.name}")


def _judge(scope: Scope, region: str, one: DbInstance, copies: Copies) -> Verdict:
    copy, name = copies.of(region, one.arn), f"Database {one.name}"
    seen = {"retention_days": one.retention_days, "restorable_until": said(one.restorable_until), "status": one.status}
    if not one.retention_days or copy.state is State.RECENT:
        return judge_copy(region, one.arn, name, copy, lacks="has no automated backups")
    if one.restorable_until is None:
        message = f"{name} has automated backups enabled but cannot be restored to any time yet."
        return review(one.arn, message, region=region, **seen)
    if hours_since(scope, one.restorable_until) > _FRESH_HOURS:
        why = "is stopped, so it" if one.status == "stopped" else "has automated backups enabled but"
        message = f"{name} {why} cannot be restored to a recent time."
        return review(one.arn, message, region=region, **seen)
    if one.retention_days < _FEW_DAYS:
        message = f"{name} keeps backups for only {in_days(one.retention_days)}."
        return review(one.arn, message, region=region, **seen)
    return passed(one.arn, f"{name} keeps backups for {in_days(one.retention_days)}.", region=region, **seen)
