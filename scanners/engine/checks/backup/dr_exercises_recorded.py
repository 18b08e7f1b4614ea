"""Disaster recovery exercises of the last year in AWS Fault Injection Service or Elastic Disaster Recovery."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from scanners.engine.checks._ages import days_since, said
from scanners.engine.checks._by_region import found
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Outcome, Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.recovery import DisasterRecoveryFacts, Drill, Experiment, FaultInjectionFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="dr_exercises_recorded",
    title="Recovery exercises recorded",
    question="Do AWS Fault Injection Service or Elastic Disaster Recovery show exercises of the last year?",
    needs=(FaultInjectionFacts,),
    also=(DisasterRecoveryFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Run an exercise, for example a power interruption of one Availability Zone, and keep its report.",
    cli="aws fis start-experiment --experiment-template-id ...",
    console="AWS FIS > Experiments; Elastic Disaster Recovery > Recovery job history.",
    source="https://docs.aws.amazon.com/fis/latest/userguide/what-is.html",
)
_YEAR = 365


@check.judge
def judge(
    scope: Scope, faults: Regional[FaultInjectionFacts], recovery: Regional[DisasterRecoveryFacts] | Unknown
) -> Iterator[Verdict]:
    """Failed exercises count only if none succeeded. Resilience Hub assessments do not count."""
    experiments = found(faults, lambda facts: facts.experiments)
    drills = found(recovery, lambda facts: facts.drills)
    everything = experiments.plus(drills)
    for region, gap in everything.gaps:
        yield unknown(scope.account_arn, gap, region=region)
    recent = [(region, one) for region, one in everything.items if days_since(scope, _at(one)) <= _YEAR]
    verdicts = [_judge(region, one) for region, one in recent]
    done = [verdict for verdict in verdicts if verdict.outcome is Outcome.PASS]
    yield from done or verdicts
    if not recent and not everything.gaps:
        message = "No exercise in AWS Fault Injection Service or Elastic Disaster Recovery in the last year."
        yield not_applicable(scope.account_arn, "no_exercise", message, older=len(everything.items))


def _at(one: Experiment | Drill) -> datetime | None:
    return one.created_at if isinstance(one, Experiment) else one.ended_at


def _judge(region: str, one: Experiment | Drill) -> Verdict:
    at = said(_at(one))
    if isinstance(one, Experiment):
        if one.is_preview:
            return review(one.arn, "The experiment skipped all actions.", region=region, at=at)
        if one.status == "completed":
            return passed(one.arn, "The experiment was completed.", region=region, at=at)
        return review(one.arn, f"The experiment is {one.status}.", region=region, at=at, status=one.status)
    seen = {"at": at, "servers": one.servers, "launched": one.launched, "status": one.status}
    if one.status == "COMPLETED" and one.servers and one.launched == one.servers:
        return passed(one.arn, "The drill was completed, and all servers were launched.", region=region, **seen)
    return review(one.arn, "The drill did not launch all servers.", region=region, **seen)
