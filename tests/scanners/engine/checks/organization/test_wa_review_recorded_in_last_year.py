"""A milestone or a complete review of the last year, with the FTR lens, of a workload somebody matched."""

from __future__ import annotations

import pytest

from scanners.engine.facts.wellarchitected import Milestone
from tests.scanners.fact_builders import DENIED, Case, ago, assert_case, case, scope
from tests.scanners.watch_facts import lens, regional, reviewed, reviews, risks

CHECK = "wa_review_recorded_in_last_year"
MATCHED = scope(reviewed_workloads=("orchard",))
OLD = (Milestone("old", ago(400)), Milestone("older", ago(800)))


def found(expected: str, **changes: object) -> Case:
    return case(expected, regional(reviews(reviewed(**changes)), reviews()), scope=MATCHED)


CASES = {
    "a milestone of this year": found("pass"),
    "an old milestone, a fresh complete review": found("pass", milestones=OLD),
    "an old milestone, open questions": found("review", milestones=OLD, reviews=(lens(risks=risks(unanswered=1)),)),
    "an old milestone, an old review": found("review", milestones=OLD, reviews=(lens(updated_at=ago(366)),)),
    "a milestone of this year, open questions": found("review", reviews=(lens(risks=risks(unanswered=1)),)),
    "on the last day": found("pass", milestones=(Milestone("m", ago(365)),), reviews=(lens(updated_at=None),)),
    "another lens": found("review", reviews=(lens(name="AWS Well-Architected Framework"),)),
    "an outdated lens": found("review", reviews=(lens(status="DEPRECATED"),)),
    "an outdated lens reviewed lately, the current one long ago": found(
        "review", milestones=OLD, reviews=(lens(status="DEPRECATED"), lens(updated_at=ago(400)))
    ),
    "no lens": found("review", reviews=()),
    "lenses unread": found("unknown", reviews=DENIED),
    "milestones unread": found("unknown", milestones=DENIED),
    "not matched to the product": case("review", regional(reviews(reviewed()), reviews())),
    "matched by its ARN": case(
        "pass", regional(reviews(reviewed()), reviews()), scope=scope(reviewed_workloads=(reviewed().arn,))
    ),
    "one of two matched": case("pass review", regional(reviews(reviewed(), reviewed("toy")), reviews()), scope=MATCHED),
    "shown in two regions": case("pass", regional(reviews(reviewed())), scope=MATCHED),
    "one region unread": case("pass unknown", regional(reviews(reviewed()), DENIED), scope=MATCHED),
    "no workload anywhere": case("unknown", regional(reviews()), scope=MATCHED),
    "no workload, one region unread": case("unknown", regional(reviews(), DENIED), scope=MATCHED),
    "denied": case("unknown", ReviewFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
