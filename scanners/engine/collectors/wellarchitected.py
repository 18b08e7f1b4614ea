"""The Well-Architected Tool: counts and dates of reviews. Answers and notes are dropped while reading."""

from __future__ import annotations

from scanners.engine.aws.operations import Operation, Paging
from scanners.engine.collectors.collector import Collector, Context, read, read_all
from scanners.engine.collectors.shape import (
    Fields,
    moment_or_none,
    number_or,
    structure,
    structures,
    text,
    text_or,
    texts,
)
from scanners.engine.facts.unknown import Unknown
from scanners.engine.facts.wellarchitected import (
    LensReview,
    Milestone,
    PillarRisks,
    ReviewFacts,
    RiskCounts,
    WorkloadReview,
)

_PAGING = Paging("NextToken", "NextToken")
_SERVICE = "wellarchitected"
LIST_WORKLOADS = Operation(_SERVICE, "ListWorkloads", "wellarchitected:ListWorkloads", paging=_PAGING)
LIST_REVIEWS = Operation(_SERVICE, "ListLensReviews", "wellarchitected:ListLensReviews", paging=_PAGING)
LIST_MILESTONES = Operation(_SERVICE, "ListMilestones", "wellarchitected:ListMilestones", paging=_PAGING)
GET_REVIEW = Operation(_SERVICE, "GetLensReview", "wellarchitected:GetLensReview")
_OWN_LENS = "wellarchitected"
_Listed = tuple[str, WorkloadReview, bool]


def collect(context: Context) -> ReviewFacts | Unknown:
    """The workloads of one region, those that other accounts share among them."""
    listed = read_all(context, LIST_WORKLOADS, "WorkloadSummaries", _listed, region=context.region)
    if isinstance(listed, Unknown):
        return listed
    return ReviewFacts(tuple(_workload(context, *one) for one in listed))


def _listed(workload: Fields) -> _Listed:
    has_own_lens = any(one.rpartition("/")[2] == _OWN_LENS for one in texts(workload, "Lenses"))
    head = WorkloadReview(
        arn=text(workload, "WorkloadArn"),
        name=text_or(workload, "WorkloadName"),
        updated_at=moment_or_none(workload, "UpdatedAt"),
        reviews=(),
        milestones=(),
        pillars=None,
    )
    return text(workload, "WorkloadId"), head, has_own_lens


def _workload(context: Context, workload_id: str, head: WorkloadReview, has_own_lens: bool) -> WorkloadReview:
    region = context.region
    return WorkloadReview(
        arn=head.arn,
        name=head.name,
        updated_at=head.updated_at,
        reviews=read_all(context, LIST_REVIEWS, "LensReviewSummaries", _review, region=region, WorkloadId=workload_id),
        milestones=read_all(
            context, LIST_MILESTONES, "MilestoneSummaries", _milestone, region=region, WorkloadId=workload_id
        ),
        pillars=read(context, GET_REVIEW, _pillars, region=region, WorkloadId=workload_id, LensAlias=_OWN_LENS)
        if has_own_lens
        else None,
    )


def _review(review: Fields) -> LensReview:
    return LensReview(
        alias=text_or(review, "LensAlias"),
        name=text_or(review, "LensName"),
        status=text_or(review, "LensStatus"),
        updated_at=moment_or_none(review, "UpdatedAt"),
        risks=_risks(review),
    )


def _milestone(milestone: Fields) -> Milestone:
    return Milestone(text_or(milestone, "MilestoneName"), moment_or_none(milestone, "RecordedAt"))


def _pillars(answer: Fields) -> tuple[PillarRisks, ...]:
    found = structures(structure(answer, "LensReview"), "PillarReviewSummaries")
    return tuple(PillarRisks(text(one, "PillarId"), _risks(one)) for one in found)


def _risks(fields: Fields) -> RiskCounts:
    """A kind of risk that nothing has is left out; the counts as a whole are not, for every question has some kind."""
    counts = structure(fields, "RiskCounts")
    return RiskCounts(*(number_or(counts, name, 0) for name in ("HIGH", "MEDIUM", "UNANSWERED")))


COLLECTORS = (
    Collector(
        "wellarchitected",
        ReviewFacts,
        (LIST_WORKLOADS, LIST_REVIEWS, LIST_MILESTONES, GET_REVIEW),
        collect,
        is_regional=True,
    ),
)
