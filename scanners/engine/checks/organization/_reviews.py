"""Workloads of the Well-Architected Tool in all regions, or what stands in for them."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.facts.regional import Regional
from scanners.engine.facts.wellarchitected import LensReview, ReviewFacts, WorkloadReview
from scanners.engine.scope import Scope

_FTR_LENS = "foundational technical review"


def workloads(reviews: Regional[ReviewFacts]) -> Iterator[tuple[str, WorkloadReview]]:
    """Every workload with its region; one that is shared into several regions' lists comes once."""
    seen: set[str] = set()
    for region, fact in reviews.known():
        for one in fact.workloads:
            if one.arn not in seen:
                seen.add(one.arn)
                yield region, one


def is_of_product(scope: Scope, workload: WorkloadReview) -> bool:
    """Somebody has said that this workload is the product."""
    return workload.name in scope.reviewed_workloads or workload.arn in scope.reviewed_workloads


def is_ftr_lens(review: LensReview) -> bool:
    """Known by its name: its alias differs between versions."""
    return _FTR_LENS in review.name.lower()
