"""Backup plans run on schedule, and their jobs succeed."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import hours_since, said
from scanners.engine.checks.backup._existing import existing_types
from scanners.engine.checks.backup._schedules import longest_gap
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.counts import counted
from scanners.engine.facts.backup import BackupFacts, BackupPlan
from scanners.engine.facts.dynamodb import DynamoDbFacts
from scanners.engine.facts.ebs import EbsFacts
from scanners.engine.facts.efs import EfsFacts
from scanners.engine.facts.fsx import FsxFacts
from scanners.engine.facts.rds import RdsFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="backup_plan_healthy",
    title="Backup plans without failures",
    question="Are backup plans running without failures?",
    needs=(BackupFacts,),
    also=(RdsFacts, DynamoDbFacts, EbsFacts, EfsFacts, FsxFacts),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Check the failed jobs. Correct the role of the plan, the service opt-in or the backup window.",
    cli="aws backup list-backup-jobs --by-state FAILED",
    console="AWS Backup > Jobs; AWS Backup > Settings > Service opt-in.",
    source="https://docs.aws.amazon.com/aws-backup/latest/devguide/monitoring.html",
)
_BAD = ("FAILED", "EXPIRED", "ABORTED")
_ALLOWED_PERCENT = 5


@check.judge
def judge(scope: Scope, backup: Regional[BackupFacts], *stores: Regional[object] | Unknown) -> Iterator[Verdict]:
    """NOT_APPLICABLE without a backup plan."""
    verdicts = [unknown(scope.account_arn, gap, region=region) for region, gap in backup.unknown()]
    for region, facts in backup.known():
        verdicts += _judge_region(scope, region, facts, existing_types(region, stores))
    yield from verdicts
    if not verdicts:
        yield not_applicable(scope.account_arn, "no_plan", "The account has no backup plan.")


def _judge_region(scope: Scope, region: str, facts: BackupFacts, existing: tuple[str, ...]) -> Iterator[Verdict]:
    if isinstance(facts.plans, Unknown):
        yield unknown(scope.account_arn, facts.plans, region=region)
        return
    for plan in facts.plans:
        yield _judge_plan(scope, region, plan)
    if facts.plans:
        yield _judge_jobs(scope, region, facts, existing)


def _judge_plan(scope: Scope, region: str, plan: BackupPlan) -> Verdict:
    if plan.last_run_at is None:
        return review(plan.arn, f"Backup plan {plan.name} has never run.", region=region)
    if isinstance(plan.rules, Unknown):
        return unknown(plan.arn, plan.rules, region=region)
    gaps = [gap for rule in plan.rules if (gap := longest_gap(rule.schedule))]
    at = said(plan.last_run_at)
    schedules = sorted({rule.schedule for rule in plan.rules})
    if not gaps:
        message = f"The schedule of backup plan {plan.name} has no fixed interval. Check when it last ran."
        return review(plan.arn, message, region=region, last_run=at, schedules=schedules)
    if hours_since(scope, plan.last_run_at) > 2 * min(gaps) / 60:
        message = f"Backup plan {plan.name} has missed at least two scheduled runs."
        return review(plan.arn, message, region=region, last_run=at, schedules=schedules)
    return passed(plan.arn, f"Backup plan {plan.name} runs on schedule.", region=region, last_run=at)


def _judge_jobs(scope: Scope, region: str, facts: BackupFacts, existing: tuple[str, ...]) -> Verdict:
    arn = scope.account_arn
    for gap in (facts.opted_out, facts.job_counts):
        if isinstance(gap, Unknown):
            return unknown(arn, gap, region=region)
    counts = () if isinstance(facts.job_counts, Unknown) else facts.job_counts
    opted_out = () if isinstance(facts.opted_out, Unknown) else facts.opted_out
    total = sum(one.count for one in counts)
    bad = sum(one.count for one in counts if one.state in _BAD)
    missed = sorted({*opted_out} & {*existing})
    if bad * 100 >= total * _ALLOWED_PERCENT and bad:
        message = f"{bad} of {counted(total, 'backup job')} of the last two weeks in {region} did not succeed."
        return review(arn, message, region=region, jobs=total, not_successful=bad)
    if missed:
        message = (
            f"AWS Backup is not opted in to {', '.join(missed)} in {region}, but such resources "
            "exist. Turn on the service opt-in."
        )
        return review(arn, message, region=region, opted_out=missed)
    if not total:
        message = (
            f"No backup job of the last two weeks in {region}, although a backup plan exists. "
            "Check its resource assignment."
        )
        return review(arn, message, region=region, jobs=total)
    return passed(arn, f"Backup jobs in {region} succeed.", region=region, jobs=total, not_successful=bad)
