"""An AWS Business Associate Addendum (BAA) is active for accounts with protected health information."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.artifact import Agreement, AgreementFacts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

_ADDENDUM = re.compile(r"business associate|\bBAA\b", re.IGNORECASE)
_NONE = "AWS Artifact lists no active BAA for this account. Attach the agreement if it was signed on paper."

check = Check(
    id="baa_active",
    title="AWS Business Associate Addendum (BAA) active",
    question="Is an AWS Business Associate Addendum (BAA) active for this account?",
    needs=(AgreementFacts,),
    severity=Severity.CRITICAL,
    weight=Weight.DECISIVE,
    fix="Accept the BAA in AWS Artifact, for the whole organization in its management account.",
    console="AWS Artifact > Agreements > Business Associate Addendum > Accept.",
    source="https://docs.aws.amazon.com/artifact/latest/ug/managing-agreements.html",
)


@check.judge
def judge(scope: Scope, facts: AgreementFacts) -> Iterator[Verdict]:
    """UNKNOWN without a listed agreement, because the API does not show paper contracts."""
    if scope.handles_phi is False:
        yield not_applicable(
            scope.account_arn, "no_phi", "The product is declared not to handle protected health information."
        )
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
        return review(arn, "A BAA is listed, but not for this account. Check which accounts it covers.", **seen)
    if one.kind not in ("DEFAULT", "MODIFIED") or one.effective_end or not _has_begun(scope, one):
        return review(arn, "A BAA is active. Check its text and its dates.", **seen)
    if scope.handles_phi is None:
        return review(arn, "A BAA is active. Declare whether the product handles protected health information.", **seen)
    return passed(arn, "A BAA is active.", **seen)


def _has_begun(scope: Scope, one: Agreement) -> bool:
    return one.effective_start is not None and one.effective_start <= scope.now
