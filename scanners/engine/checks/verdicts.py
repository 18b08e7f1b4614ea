"""What a check says about one resource."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from scanners.engine.facts.unknown import Reason, Unknown


class Outcome(StrEnum):
    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    REVIEW = "review"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"


class Weight(StrEnum):
    """How far a check may move the suggested answer: only decisive ones make or break "met"."""

    DECISIVE = "decisive"
    SUPPORTING = "supporting"
    ADVISORY = "advisory"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One outcome for one resource.

    `resource` is an ARN where AWS gives one. `reason` is a stable code: for NOT_APPLICABLE why there is nothing
    to judge, for UNKNOWN the `Reason` of the gap. `action` names the IAM action that was missing. `evidence` holds
    the few values a reviewer would want to see, all JSON types. Texts may hold hostile text from the account.
    """

    outcome: Outcome
    resource: str
    message: str
    region: str = ""
    reason: str = ""
    action: str = ""
    evidence: Mapping[str, object] = field(default_factory=dict)


def passed(resource: str, message: str, *, region: str = "", **evidence: object) -> Verdict:
    """The resource satisfies the rule."""
    return Verdict(Outcome.PASS, resource, message, region=region, evidence=evidence)


def failed(resource: str, message: str, *, region: str = "", **evidence: object) -> Verdict:
    """A fact contradicts the rule."""
    return Verdict(Outcome.FAIL, resource, message, region=region, evidence=evidence)


def review(resource: str, message: str, *, region: str = "", **evidence: object) -> Verdict:
    """The fact is readable but needs a person's explanation."""
    return Verdict(Outcome.REVIEW, resource, message, region=region, evidence=evidence)


def not_applicable(resource: str, reason: str, message: str, *, region: str = "", **evidence: object) -> Verdict:
    """There is nothing to judge; `reason` is a stable code such as "no_users"."""
    return Verdict(Outcome.NOT_APPLICABLE, resource, message, region=region, reason=reason, evidence=evidence)


def unknown(resource: str, gap: Unknown, *, region: str = "") -> Verdict:
    """Some input is missing; the message names the IAM action or the error, or says what only a person can tell."""
    if gap.detail and (not gap.action or gap.reason is Reason.NOT_CHOSEN):
        return Verdict(Outcome.UNKNOWN, resource, gap.detail, region=region, reason=gap.reason.value, action=gap.action)
    message = f"Could not be read: {gap.action or 'no call was made'} ({gap.reason.value})."
    if gap.detail:
        message = f"{message} {gap.detail}"
    return Verdict(Outcome.UNKNOWN, resource, message, region=region, reason=gap.reason.value, action=gap.action)
