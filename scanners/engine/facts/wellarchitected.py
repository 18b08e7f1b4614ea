"""The Well-Architected Tool in one region: workloads, their reviews and the milestones saved of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scanners.engine.facts.unknown import Unknown


@dataclass(frozen=True, slots=True)
class RiskCounts:
    """Questions by what their answers mean; a figure AWS leaves out is 0."""

    high: int
    medium: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class PillarRisks:
    """One pillar of a review; `pillar` is AWS's word (security, operationalExcellence, reliability, ...)."""

    pillar: str
    risks: RiskCounts


@dataclass(frozen=True, slots=True)
class LensReview:
    """One lens applied to a workload; `status` is CURRENT, NOT_CURRENT, DEPRECATED, ..."""

    alias: str
    name: str
    status: str
    updated_at: datetime | None
    risks: RiskCounts


@dataclass(frozen=True, slots=True)
class Milestone:
    """A saved state of a workload's review; unlike the review itself it cannot be changed."""

    name: str
    recorded_at: datetime | None


@dataclass(frozen=True, slots=True)
class WorkloadReview:
    """One workload, shared ones included. `pillars` is None where AWS's own lens is not applied."""

    arn: str
    name: str
    updated_at: datetime | None
    reviews: tuple[LensReview, ...] | Unknown
    milestones: tuple[Milestone, ...] | Unknown
    pillars: tuple[PillarRisks, ...] | Unknown | None


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """The workloads of one region."""

    workloads: tuple[WorkloadReview, ...]
