"""All questions of the Well-Architected review are answered."""

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

check = Check(
    id="wa_unanswered_questions",
    title="All review questions answered",
    question="Does the review have unanswered questions?",
    needs=(ReviewFacts,),
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Answer the questions, or mark them as not applicable.",
    cli="aws wellarchitected list-answers --workload-id ... --lens-alias ...",
    console="Well-Architected Tool > Workloads > the workload > Continue reviewing.",
    source="https://docs.aws.amazon.com/wellarchitected/latest/userguide/workloads-review.html",
)


@check.judge
def judge(scope: Scope, reviews: Regional[ReviewFacts]) -> Iterator[Verdict]:
    """One verdict per workload and lens."""
    found = list(workloads(reviews))
    for region, workload in found:
        if isinstance(workload.reviews, Unknown):
            yield unknown(workload.arn, workload.reviews, region=region)
            continue
        for one in workload.reviews:
            arn, count = f"{workload.arn}#{one.alias}", one.risks.unanswered
            if count:
                message = f"Lens {one.name} of workload {workload.name} has {counted(count, 'unanswered question')}."
                yield review(arn, message, region=region, unanswered=count)
            else:
                message = f"Lens {one.name} of workload {workload.name} has no unanswered questions."
                yield passed(arn, message, region=region, unanswered=0)
        if not workload.reviews:
            yield not_applicable(workload.arn, "no_lens", f"Workload {workload.name} has no lens.", region=region)
    unread = tuple(unread_regions(scope, reviews))
    yield from unread
    if not found and not unread:
        yield not_applicable(
            scope.account_arn, "no_workload", "The AWS Well-Architected Tool has no workload in the scanned Regions."
        )
