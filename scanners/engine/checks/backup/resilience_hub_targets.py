"""Resilience Hub compares an application with the targets somebody wrote down."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import said
from scanners.engine.checks._by_region import found, judged
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, passed, review
from scanners.engine.facts.recovery import ResilienceApp, ResilienceHubFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.scope import Scope

check = Check(
    id="resilience_hub_targets",
    title="Resilience Hub knows targets",
    question="Does AWS Resilience Hub hold targets and a verdict?",
    needs=(ResilienceHubFacts,),
    severity=Severity.INFO,
    weight=Weight.SUPPORTING,
    fix="Describe the application in Resilience Hub, give it a policy and assess it.",
    cli="aws resiliencehub start-app-assessment --app-arn ... --app-version release --assessment-name ...",
    console="Resilience Hub > Applications.",
    source="https://docs.aws.amazon.com/resilience-hub/latest/userguide/what-is.html",
)


@check.judge
def judge(scope: Scope, hub: Regional[ResilienceHubFacts]) -> Iterator[Verdict]:
    """Nobody has to use it."""
    yield from judged(
        scope,
        found(hub, lambda facts: facts.apps),
        _judge,
        reason="no_app",
        message="There are no applications in Resilience Hub.",
    )


def _judge(region: str, app: ResilienceApp) -> Verdict:
    seen = {
        "compliance": app.compliance,
        "rto_seconds": app.rto_seconds,
        "rpo_seconds": app.rpo_seconds,
        "assessed": said(app.assessed_at),
    }
    if app.compliance == "PolicyMet":
        return passed(app.arn, f"Application {app.name} meets its policy.", region=region, **seen)
    message = f"Application {app.name} does not show that it meets its policy ({app.compliance})."
    return review(app.arn, message, region=region, **seen)
