"""Open high risks by pillar. They fail only the route with a Well-Architected review report."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import unread_regions
from scanners.engine.checks.organization._reviews import workloads
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.counts import counted
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.facts.wellarchitected import ReviewFacts
from scanners.engine.scope import Scope

PILLARS = ("security", "operationalExcellence", "reliability")

check = Check(
    id="wa_high_risks_by_pillar",
    title="No high risk issues in three pillars",
    question="How many high risk issues (HRIs) are open in security, operational excellence and reliability?",
    needs=(ReviewFacts,),
    severity=Severity.LOW,
    weight=Weight.ADVISORY,
    fix="Resolve the items of the improvement plan.",
    cli="aws wellarchitected list-lens-review-improvements --workload-id ... --lens-alias wellarchitected",
    console="Well-Architected Tool > Workloads > the workload > Improvement plan.",
    source="https://docs.aws.amazon.com/wellarchitected/latest/userguide/workload-improvement.html",
)


@check.judge
def judge(scope: Scope, reviews: Regional[ReviewFacts]) -> Iterator[Verdict]:
    """Counts the pillars of the AWS Well-Architected Framework lens; a pillar without answers has no count."""
    found = list(workloads(reviews))
    for region, workload in found:
        if isinstance(workload.pillars, Unknown):
            yield unknown(workload.arn, workload.pillars, region=region)
            continue
        counts = {one.pillar: one.risks.high for one in workload.pillars or () if one.pillar in PILLARS}
        if len(counts) < len(PILLARS):
            message = f"Workload {workload.name} does not have answers in all three pillars."
            yield not_applicable(workload.arn, "no_pillar_figures", message, region=region, high_risks=counts)
        elif any(counts.values()):
            message = (
                f"Workload {workload.name} has {counted(sum(counts.values()), 'high risk issue')} in the three pillars."
            )
            yield review(workload.arn, message, region=region, high_risks=counts)
        else:
            message = f"Workload {workload.name} has no high risk issues in the three pillars."
            yield passed(workload.arn, message, region=region, high_risks=counts)
    unread = tuple(unread_regions(scope, reviews))
    yield from unread
    if not found and not unread:
        yield not_applicable(
            scope.account_arn, "no_workload", "The AWS Well-Architected Tool has no workload in the scanned Regions."
        )
