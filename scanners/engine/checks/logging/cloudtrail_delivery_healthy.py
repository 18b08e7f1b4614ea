"""CloudTrail delivers the log files of the trail."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import hours_since, said
from scanners.engine.checks.logging._coverage import is_young
from scanners.engine.checks.logging._per_trail import carriers, left_out, nothing_to_judge
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, review, unknown
from scanners.engine.facts.cloudtrail import Trail, TrailFacts, TrailStatus
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

MAX_HOURS = 24

check = Check(
    id="cloudtrail_delivery_healthy",
    title="CloudTrail log files delivered",
    question="Are the log files of the trail delivered to the bucket?",
    needs=(TrailFacts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Correct the bucket policy or the KMS key policy so that CloudTrail can write.",
    cli="aws cloudtrail get-trail-status --name ...",
    console="CloudTrail > Trails > the trail; S3 > the bucket > Permissions > Bucket policy.",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html",
)


@check.judge
def judge(scope: Scope, facts: TrailFacts) -> Iterator[Verdict]:
    """Considers the trails that the coverage depends on."""
    yield from nothing_to_judge(scope, facts)
    for trail in carriers(scope, facts):
        if isinstance(trail.status, TrailStatus):
            yield _judge_trail(scope, trail, trail.status)


def _judge_trail(scope: Scope, trail: Trail, status: TrailStatus) -> Verdict:
    at = said(status.last_delivery_at)
    if status.last_delivery_error:
        message = f"Trail {trail.name} cannot deliver its files: {status.last_delivery_error[:200]}."
        return failed(trail.arn, message, error=status.last_delivery_error[:200], last_delivery_at=at)
    if hours_since(scope, status.last_delivery_at) <= MAX_HOURS and (missing := left_out(trail)):
        message = f"Trail {trail.name} delivers files, but excludes these events: {missing}."
        return review(trail.arn, message, last_delivery_at=at, excluded=missing)
    if hours_since(scope, status.last_delivery_at) <= MAX_HOURS:
        return passed(trail.arn, f"Trail {trail.name} delivered log files in the last day.", last_delivery_at=at)
    if is_young(scope, trail):
        detail = "The trail began logging less than an hour ago. Scan again later."
        return unknown(trail.arn, Unknown(Reason.NOT_COLLECTED, "", detail))
    message = f"Trail {trail.name} is logging, but has not delivered a file in {MAX_HOURS} hours."
    return failed(trail.arn, message, last_delivery_at=at)
