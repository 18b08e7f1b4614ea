"""Health data of patients may go to AWS only under a Business Associate Addendum."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.artifact import Agreement, AgreementFacts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

_ADDENDUM = re.compile(r"business associate|\bBAA\b", re.IGNORECASE)
_NONE = "AWS lists no active addendum for this account; one signed on paper does not appear, so attach it."

check = Check(
    id="baa_active",
    title="Business Associate Addendum in force",
    question="Is a Business Associate Addendum with AWS in force for this account?",
    needs=(AgreementFacts,),
    severity=Severity.CRITICAL,
    weight=Weight.DECISIVE,
    fix="Accept the addendum in AWS Artifact, for the whole organization from its management account.",
    console="AWS Artifact > Agreements > Business Associate Addendum > Accept.",
    source="https://docs.aws.amazon.com/artifact/latest/ug/managing-agreements.html",
)


@check.judge
def judge(scope: Scope, facts: AgreementFacts) -> Iterator[Verdict]:
    """No listed agreement is a gap: the API does not know contracts on paper."""
    if scope.handles_phi is False:
        yield not_applicable(scope.account_arn, "no_phi", "The product is declared to handle no health data.")
        return
    found = [one for one in facts.agreements if one.state == "ACTIVE" and _ADDENDUM.search(one.name)]
    for one in found:
        yield _judge_agreement(scope, one)
    if not found:
        yield unknown(scope.account_arn, Unknown(Reason.NOT_COLLECTED, "", _NONE))


def _judge_agreement(scope: Scope, one: Agreement) -> Verdict:
    arn = one.arn or scope.account_arn
    seen = {
        "name": one.name,
        "type": one.kind,
        "from": one.effective_start.isoformat() if one.effective_start else "",
        "until": one.effective_end.isoformat() if one.effective_end else "",
        "organization": one.organization_arn,
    }
    if not one.organization_arn and one.account_id != scope.account_id:
        return review(arn, "An addendum is listed, but not for this account; look at it.", **seen)
    if one.kind not in ("DEFAULT", "MODIFIED") or one.effective_end or not _has_begun(scope, one):
        return review(arn, "An addendum is in force, but its wording or its dates need a look.", **seen)
    if scope.handles_phi is None:
        return review(arn, "An addendum is in force; say whether the product handles health data.", **seen)
    return passed(arn, "A Business Associate Addendum is in force.", **seen)


def _has_begun(scope: Scope, one: Agreement) -> bool:
    return one.effective_start is not None and one.effective_start <= scope.now
