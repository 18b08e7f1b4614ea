"""Workloads of the AWS Well-Architected Tool in all Regions."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.facts.regional import Regional
from scanners.engine.facts.wellarchitected import LensReview, ReviewFacts, WorkloadReview
from scanners.engine.scope import Scope

_FTR_LENS = "foundational technical review"


def workloads(reviews: Regional[ReviewFacts]) -> Iterator[tuple[str, WorkloadReview]]:
    """Every workload with its Region, each once even if it is listed in several."""
    seen: set[str] = set()
    for region, fact in reviews.known():
        for one in fact.workloads:
            if one.arn not in seen:
                seen.add(one.arn)
                yield region, one


def is_of_product(scope: Scope, workload: WorkloadReview) -> bool:
    """True if the workload is declared to be the product."""
    return workload.name in scope.reviewed_workloads or workload.arn in scope.reviewed_workloads


def is_ftr_lens(review: LensReview) -> bool:
    """Recognized by its name, because its alias differs between versions."""
    return _FTR_LENS in review.name.lower()
