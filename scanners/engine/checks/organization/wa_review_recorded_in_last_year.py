"""The product has a Well-Architected review with the FTR lens from the last year."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import days_since, said
from scanners.engine.checks._by_region import unread_regions
from scanners.engine.checks.organization._reviews import is_ftr_lens, is_of_product, workloads
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, passed, review, unknown
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.facts.wellarchitected import LensReview, Milestone, ReviewFacts, WorkloadReview
from scanners.engine.scope import Scope

MAX_DAYS = 365
_NONE = (
    "The AWS Well-Architected Tool has no workload in the scanned Regions. If the review is recorded "
    "elsewhere, attach its report."
)

check = Check(
    id="wa_review_recorded_in_last_year",
    title="Well-Architected review in the last year",
    question="Is there a Well-Architected review with the FTR lens from the last 365 days?",
    needs=(ReviewFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Apply the FTR lens to the workload, answer its questions, then save a milestone.",
    cli="aws wellarchitected create-milestone --workload-id ... --milestone-name ...",
    console="Well-Architected Tool > Workloads > the workload > Milestones > Save milestone.",
    source="https://docs.aws.amazon.com/wellarchitected/latest/userguide/milestones.html",
)


@check.judge
def judge(scope: Scope, reviews: Regional[ReviewFacts]) -> Iterator[Verdict]:
    """PASS only for a workload that is declared to be the product."""
    found = list(workloads(reviews))
    for region, workload in found:
        yield _judge_workload(scope, region, workload)
    unread = tuple(unread_regions(scope, reviews))
    yield from unread
    if not found and not unread:
        yield unknown(scope.account_arn, Unknown(Reason.NOT_COLLECTED, "", _NONE))


def _judge_workload(scope: Scope, region: str, workload: WorkloadReview) -> Verdict:
    arn, name = workload.arn, workload.name
    if isinstance(workload.reviews, Unknown):
        return unknown(arn, workload.reviews, region=region)
    if isinstance(workload.milestones, Unknown):
        return unknown(arn, workload.milestones, region=region)
    lenses = [one for one in workload.reviews if is_ftr_lens(one)]
    latest = max(workload.milestones, key=lambda one: said(one.recorded_at), default=None)
    seen = {"lenses": [one.name for one in workload.reviews][:20], "milestone": latest.name if latest else ""}
    seen["recorded_at"] = said(latest.recorded_at) if latest else ""
    if not is_of_product(scope, workload):
        message = f"Workload {name} has a review. Declare whether it is the product under review."
        return review(arn, message, region=region, **seen)
    lenses = [one for one in lenses if one.status == "CURRENT"]
    if not lenses:
        message = f"The review of workload {name} does not use the current FTR lens."
        return review(arn, message, region=region, **seen)
    if not _is_recent(scope, latest, lenses):
        message = f"Workload {name} has no complete FTR review of the last {MAX_DAYS} days."
        return review(arn, message, region=region, **seen)
    return passed(arn, f"Workload {name} was reviewed with the FTR lens in the last year.", region=region, **seen)


def _is_recent(scope: Scope, latest: Milestone | None, lenses: list[LensReview]) -> bool:
    """True if the review was saved or changed in the last year and all questions of the lens are answered."""
    has_milestone = latest is not None and days_since(scope, latest.recorded_at) <= MAX_DAYS
    complete = [one for one in lenses if one.risks.unanswered == 0]
    return any(has_milestone or days_since(scope, one.updated_at) <= MAX_DAYS for one in complete)
