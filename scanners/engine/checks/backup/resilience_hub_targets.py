"""Applications in AWS Resilience Hub meet their resiliency policy."""

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
    title="Resilience Hub targets set",
    question="Do applications in AWS Resilience Hub meet their resiliency policy?",
    needs=(ResilienceHubFacts,),
    severity=Severity.INFO,
    weight=Weight.SUPPORTING,
    fix="Add the application to Resilience Hub, set a resiliency policy and run an assessment.",
    cli="aws resiliencehub start-app-assessment --app-arn ... --app-version release --assessment-name ...",
    console="Resilience Hub > Applications.",
    source="https://docs.aws.amazon.com/resilience-hub/latest/userguide/what-is.html",
)


@check.judge
def judge(scope: Scope, hub: Regional[ResilienceHubFacts]) -> Iterator[Verdict]:
    """NOT_APPLICABLE without applications, because Resilience Hub is optional."""
    yield from judged(
        scope,
        found(hub, lambda facts: facts.apps),
        _judge,
        reason="no_app",
        message="AWS Resilience Hub has no applications.",
    )


def _judge(region: str, app: ResilienceApp) -> Verdict:
    seen = {
        "compliance": app.compliance,
        "rto_seconds": app.rto_seconds,
        "rpo_seconds": app.rpo_seconds,
        "assessed": said(app.assessed_at),
    }
    if app.compliance == "PolicyMet":
        return passed(app.arn, f"Application {app.name} meets its resiliency policy.", region=region, **seen)
    message = f"Application {app.name} is not shown to meet its resiliency policy ({app.compliance})."
    return review(app.arn, message, region=region, **seen)
