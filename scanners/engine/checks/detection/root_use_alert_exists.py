"""Root user activity raises an alert, which is recommended."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import in_region
from scanners.engine.checks.detection._routes import reaches_somebody
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, passed, review, unknown
from scanners.engine.facts.events import AlertRule, EventFacts
from scanners.engine.facts.guardduty import GuardDutyFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

# CloudTrail records calls to global services, including IAM and most root sign-ins, in this Region.
_GLOBAL_EVENTS = {"aws": "us-east-1", "aws-us-gov": "us-gov-west-1", "aws-cn": "cn-north-1"}

check = Check(
    id="root_use_alert_exists",
    title="Alert on root user activity",
    question="Does root user activity raise an alert?",
    needs=(GuardDutyFacts,),
    also=(EventFacts,),
    severity=Severity.LOW,
    weight=Weight.ADVISORY,
    fix="Enable GuardDuty, or add an EventBridge rule for userIdentity.type Root with a target that notifies people.",
    cli="aws events put-rule --region us-east-1 --name root-use --event-pattern file://root.json",
    console="EventBridge (us-east-1) > Rules > Create rule.",
    source="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-iam.html",
)


@check.judge
def judge(
    scope: Scope, guardduty: Regional[GuardDutyFacts], events: Regional[EventFacts] | Unknown
) -> Iterator[Verdict]:
    """Considers rules in the Region of global events; GuardDuty must be enabled in all scanned Regions."""
    region = _GLOBAL_EVENTS.get(scope.partition, "us-east-1")
    rules = in_region(events, region)
    states = {name: fact.is_on for name, fact in guardduty.known()} | dict(guardduty.unknown())
    alarms = [] if isinstance(rules, Unknown) else [(one, reaches_somebody(scope, one)) for one in _root_rules(rules)]
    alarm = next((one for one, state in alarms if state is True), None)
    gaps = [one for one in (rules, *(state for _, state in alarms), *states.values()) if isinstance(one, Unknown)]
    if alarm:
        message = f"Rule {alarm.name} in {region} reports root user activity."
        yield passed(alarm.arn, message, region=region, targets=_targets(alarm))
    elif region in states and all(state is True for state in states.values()):
        yield passed(scope.account_arn, "GuardDuty is enabled in all scanned Regions.", regions=sorted(states))
    elif gaps or region not in states:
        yield unknown(scope.account_arn, gaps[0] if gaps else in_region(guardduty, region), region=region)
    else:
        off = sorted(name for name, state in states.items() if state is False)
        message = f"Neither GuardDuty in all Regions nor a rule in {region} reports root user activity."
        yield review(scope.account_arn, message, region=region, guardduty_off=off)


def _root_rules(fact: EventFacts) -> list[AlertRule]:
    return [one for one in fact.rules if one.is_own and one.pattern.hears_root_sign_in]


def _targets(rule: AlertRule) -> list[str]:
    return [] if isinstance(rule.targets, Unknown) else [one.arn for one in rule.targets]
