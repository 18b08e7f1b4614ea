"""A plan that stopped running protects nobody, and looks as before."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import hours_since, said
from scanners.engine.checks.backup._existing import existing_types
from scanners.engine.checks.backup._schedules import longest_gap
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
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
    title="Backup plans run without failures",
    question="Are backup plans running without failures?",
    needs=(BackupFacts,),
    also=(RdsFacts, DynamoDbFacts, EbsFacts, EfsFacts, FsxFacts),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Look at the failed jobs; repair the plan's role, the opt-in of the resource type or the backup window.",
    cli="aws backup list-backup-jobs --by-state FAILED",
    console="AWS Backup > Jobs; AWS Backup > Settings > Service opt-in.",
    source="https://docs.aws.amazon.com/aws-backup/latest/devguide/monitoring.html",
)
_BAD = ("FAILED", "EXPIRED", "ABORTED")
_ALLOWED_PERCENT = 5


@check.judge
def judge(scope: Scope, backup: Regional[BackupFacts], *stores: Regional[object] | Unknown) -> Iterator[Verdict]:
    """Without a plan, other mechanisms decide."""
    verdicts = [unknown(scope.account_arn, gap, region=region) for region, gap in backup.unknown()]
    for region, facts in backup.known():
        verdicts += _judge_region(scope, region, facts, existing_types(region, stores))
    yield from verdicts
    if not verdicts:
        yield not_applicable(scope.account_arn, "no_plan", "There is no backup plan.")


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
        return review(plan.arn, f"Plan {plan.name} never ran.", region=region)
    if isinstance(plan.rules, Unknown):
        return unknown(plan.arn, plan.rules, region=region)
    gaps = [gap for rule in plan.rules if (gap := longest_gap(rule.schedule))]
    at = said(plan.last_run_at)
    schedules = sorted({rule.schedule for rule in plan.rules})
    if not gaps:
        message = f"The schedule of plan {plan.name} cannot be reduced to an interval; see when it last ran."
        return review(plan.arn, message, region=region, last_run=at, schedules=schedules)
    if hours_since(scope, plan.last_run_at) > 2 * min(gaps) / 60:
        message = f"Plan {plan.name} did not run for more than two of its periods."
        return review(plan.arn, message, region=region, last_run=at, schedules=schedules)
    return passed(plan.arn, f"Plan {plan.name} runs by its schedule.", region=region, last_run=at)


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
        message = f"In {region} {bad} of {total} backup jobs of two weeks did not succeed."
        return review(arn, message, region=region, jobs=total, not_successful=bad)
    if missed:
        message = f"AWS Backup leaves {', '.join(missed)} alone in {region}, although there are such resources; opt in."
        return review(arn, message, region=region, opted_out=missed)
    if not total:
        message = f"No backup job of two weeks is on record in {region}, although there is a plan; see if it takes any."
        return review(arn, message, region=region, jobs=total)
    return passed(arn, f"Backup jobs in {region} succeed.", region=region, jobs=total, not_successful=bad)
