"""Log file validation is enabled, so that changed or deleted log files are detected."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import hours_since, said
from scanners.engine.checks.logging._coverage import certain_events
from scanners.engine.checks.logging._per_trail import carriers, left_out, nothing_to_judge
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, review, unknown
from scanners.engine.facts.cloudtrail import Trail, TrailFacts, TrailStatus
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

MAX_HOURS = 24
YOUNG_HOURS = 2

check = Check(
    id="cloudtrail_validation_on",
    title="Log file validation enabled",
    question="Is log file validation enabled, and are digest files delivered?",
    needs=(TrailFacts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Enable log file validation for the trail.",
    cli="aws cloudtrail update-trail --name ... --enable-log-file-validation",
    console="CloudTrail > Trails > the trail > Edit > Log file validation.",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html",
)


@check.judge
def judge(scope: Scope, facts: TrailFacts) -> Iterator[Verdict]:
    """FAIL for trails that the coverage depends on, REVIEW for secondary trails."""
    yield from nothing_to_judge(scope, facts, asks="no log file can be validated")
    counting = carriers(scope, facts)
    for trail in counting:
        if isinstance(trail.status, TrailStatus):
            yield _judge_trail(scope, trail, trail.status)
    for trail in facts.trails:
        if counting and trail not in counting and certain_events(trail) and not trail.validates_files:
            yield review(trail.arn, f"Secondary trail {trail.name} does not have log file validation enabled.")


def _judge_trail(scope: Scope, trail: Trail, status: TrailStatus) -> Verdict:
    at = said(status.last_digest_at)
    if not trail.validates_files:
        return failed(trail.arn, f"Trail {trail.name} does not have log file validation enabled.")
    if status.last_digest_error:
        message = f"Trail {trail.name} cannot deliver digest files: {status.last_digest_error[:200]}."
        return failed(trail.arn, message, error=status.last_digest_error[:200])
    if hours_since(scope, status.last_digest_at) <= MAX_HOURS and (missing := left_out(trail)):
        message = f"Trail {trail.name} has log file validation enabled, but excludes these events: {missing}."
        return review(trail.arn, message, last_digest_at=at, excluded=missing)
    if hours_since(scope, status.last_digest_at) <= MAX_HOURS:
        return passed(trail.arn, f"Trail {trail.name} has log file validation enabled.", last_digest_at=at)
    if status.last_digest_at is None or hours_since(scope, status.started_at) < YOUNG_HOURS:
        detail = "Log file validation is enabled, but no digest file has been delivered yet. Scan again later."
        return unknown(trail.arn, Unknown(Reason.NOT_COLLECTED, "", detail))
    return failed(
        trail.arn, f"Trail {trail.name} has not delivered a digest file in {MAX_HOURS} hours.", last_digest_at=at
    )
