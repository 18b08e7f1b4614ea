"""The configured backups can meet the declared recovery point objective (RPO)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import ceil

from scanners.engine.checks._ages import hours_since, said
from scanners.engine.checks._by_region import found, judged
from scanners.engine.checks._copies import Copies, Copy, State
from scanners.engine.checks.backup._schedules import longest_gap
from scanners.engine.checks.databases._serverless import serverless_reviews
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.counts import counted
from scanners.engine.facts.backup import BackupFacts
from scanners.engine.facts.dynamodb import DynamoDbFacts, Recovery, Table
from scanners.engine.facts.rds import DbCluster, DbInstance, RdsFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.serverless_stores import ServerlessStoreFacts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="rpo_supported_by_backups",
    title="Declared RPO supported by backups",
    question="Can the configured backups meet the declared recovery point objective (RPO)?",
    needs=(RdsFacts, DynamoDbFacts),
    also=(BackupFacts, ServerlessStoreFacts),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Turn on point-in-time recovery, shorten the schedule, or declare another RPO.",
    cli="aws rds describe-db-instances --query 'DBInstances[].[DBInstanceIdentifier,LatestRestorableTime]'",
    console="AWS Backup > Backup plans > the plan > Rules.",
    source="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/plan-for-disaster-recovery-dr.html",
)
_CONTINUOUS_MINUTES = 5
_LEFT_OUT = ("cache", "log", "artefact", "replica", "public_asset")
Store = DbInstance | DbCluster | Table


@check.judge
def judge(
    scope: Scope,
    rds: Regional[RdsFacts],
    dynamodb: Regional[DynamoDbFacts],
    backup: Regional[BackupFacts] | Unknown,
    serverless: Regional[ServerlessStoreFacts] | Unknown,
) -> Iterator[Verdict]:
    """Cluster members and replicas are left out."""
    if scope.rpo_minutes is None:
        yield not_applicable(scope.account_arn, "no_rpo", "No recovery point objective (RPO) is declared.")
        return
    goal, copies = scope.rpo_minutes, Copies(scope, backup)
    stores = found(rds, lambda facts: facts.instances).plus(found(rds, lambda facts: facts.clusters))
    stores = stores.plus(found(dynamodb, lambda facts: facts.tables))
    wanted = tuple((region, one) for region, one in stores.items if _counts(scope, one))
    yield from judged(
        scope,
        replace(stores, items=wanted),
        lambda region, one: _judge(scope, region, one, goal, copies, backup),
        reason="no_stores",
        message="The account has no databases or tables.",
    )
    yield from serverless_reviews(scope, serverless, left_out=_LEFT_OUT)


def _counts(scope: Scope, one: Store) -> bool:
    if scope.store(one.arn).role in _LEFT_OUT:
        return False
    if isinstance(one, DbInstance):
        return not one.cluster and not one.replica_of
    return isinstance(one, Table) or not one.replica_of


def _judge(
    scope: Scope, region: str, one: Store, goal: int, copies: Copies, backup: Regional[BackupFacts] | Unknown
) -> Verdict:
    if isinstance(one, Table):
        if isinstance(one.recovery, Recovery) and one.recovery.is_on:
            return _said(region, one, goal, _CONTINUOUS_MINUTES, "point-in-time recovery")
    elif one.retention_days > 0 and one.restorable_until:
        minutes = ceil(hours_since(scope, one.restorable_until) * 60)
        if minutes > goal and one.status == "stopped":
            message = f"{_named(one)} is stopped, so its latest restorable time does not advance."
            return review(one.arn, message, region=region, restorable_until=said(one.restorable_until))
        return _said(region, one, goal, minutes, "automated backups")
    return _by_copies(scope, region, one, goal, copies.of(region, one.arn), backup)


def _by_copies(
    scope: Scope, region: str, one: Store, goal: int, copy: Copy, backup: Regional[BackupFacts] | Unknown
) -> Verdict:
    gap = copy.gap or _unread_recovery(one)
    if gap:
        return unknown(one.arn, gap, region=region)
    if copy.awaits_first_run:
        message = f"{_named(one)} has no backup yet: a backup plan in {region} has not run so far."
        return review(one.arn, message, region=region, goal=goal)
    if copy.state is State.NONE:
        return failed(one.arn, f"{_named(one)} has no backup, so it cannot meet an RPO.", region=region, goal=goal)
    age = ceil(hours_since(scope, copy.at) * 60)
    gaps = _gaps(backup.by_region.get(region) if isinstance(backup, Regional) else None)
    longest, shortest = (max(gaps), min(gaps)) if gaps else (None, 0)
    if longest is not None and max(age, longest) <= goal:
        return _said(region, one, goal, max(age, longest), "AWS Backup")
    if isinstance(one, Table) and isinstance(one.recovery, Unknown):
        message = f"{_named(one)} is backed up less often than every {goal} minutes; check point-in-time recovery."
        return review(one.arn, message, region=region, goal=goal, achievable=max(age, longest or 0))
    if copy.may_be_continuous or (age <= goal and (not gaps or shortest <= goal)):
        message = f"The backup plans do not show how often AWS Backup backs up {_named(one)}. Document the schedule."
        return review(one.arn, message, region=region, goal=goal, last_backup=said(copy.at))
    return _said(region, one, goal, max(age, shortest), "AWS Backup")


def _said(region: str, one: Store, goal: int, minutes: int, mechanism: str) -> Verdict:
    seen: dict[str, object] = {"goal": goal, "achievable": minutes, "mechanism": mechanism}
    if minutes <= goal:
        message = f"{_named(one)} can be restored to {counted(minutes, 'minute')} ago by {mechanism}."
        return passed(one.arn, message, region=region, **seen)
    message = (
        f"{_named(one)} can be restored to {counted(minutes, 'minute')} ago by {mechanism}; the "
        f"declared RPO is {counted(goal, 'minute')}."
    )
    return failed(one.arn, message, region=region, **seen)


def _named(one: Store) -> str:
    kind = "Table" if isinstance(one, Table) else "Cluster" if isinstance(one, DbCluster) else "Database"
    return f"{kind} {one.name}"


def _unread_recovery(one: Store) -> Unknown | None:
    """The gap if backups could not be read; None if they were not read because a recovery point is recent."""
    recovery = one.recovery if isinstance(one, Table) else None
    return recovery if isinstance(recovery, Unknown) and recovery.action else None


def _gaps(facts: BackupFacts | Unknown | None) -> list[int] | None:
    """The interval of every rule in minutes; None if one of them is unknown, because it may be the deciding one."""
    if not isinstance(facts, BackupFacts) or isinstance(facts.plans, Unknown):
        return None
    gaps: list[int] = []
    for plan in facts.plans:
        found_gaps = () if isinstance(plan.rules, Unknown) else [longest_gap(rule.schedule) for rule in plan.rules]
        if isinstance(plan.rules, Unknown) or None in found_gaps:
            return None
        gaps += [gap for gap in found_gaps if gap is not None]
    return gaps or None
