"""A report plan of AWS Backup exists, for information."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.backup import BackupFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="backup_reporting_info",
    title="Backup reports configured",
    question="Is a backup report plan configured?",
    needs=(BackupFacts,),
    severity=Severity.INFO,
    weight=Weight.ADVISORY,
    fix="Create a report plan if you need regular evidence of backups.",
    cli="aws backup create-report-plan --report-plan-name ...",
    console="AWS Backup > Reports > Create report plan.",
    source="https://docs.aws.amazon.com/aws-backup/latest/devguide/working-with-audit-reports.html",
)


@check.judge
def judge(scope: Scope, backup: Regional[BackupFacts]) -> Iterator[Verdict]:
    """Considers Regions with backup plans."""
    verdicts = [unknown(scope.account_arn, gap, region=region) for region, gap in backup.unknown()]
    verdicts += [one for region, facts in backup.known() if (one := _judge_region(scope, region, facts))]
    yield from verdicts
    if not verdicts:
        yield not_applicable(scope.account_arn, "no_plan", "The account has no backup plan.")


def _judge_region(scope: Scope, region: str, facts: BackupFacts) -> Verdict | None:
    if isinstance(facts.plans, Unknown):
        return unknown(scope.account_arn, facts.plans, region=region)
    if not facts.plans:
        return None
    if isinstance(facts.report_plans, Unknown):
        return unknown(scope.account_arn, facts.report_plans, region=region)
    count = len(facts.report_plans)
    if not count:
        return review(scope.account_arn, f"No report plan in {region}.", region=region, count=0)
    return passed(scope.account_arn, f"A report plan exists in {region}.", region=region, count=count)
