"""AWS Support: its API answers only accounts with a paid plan of the upper kinds."""

from __future__ import annotations

from typing import Any

from devstack.simulated_aws.services.visit import Handlers, Visit
from devstack.simulated_aws.state.accounts import PAID_SUPPORT
from devstack.simulated_aws.wire.answers import AwsError

_LEVELS = (("low", "General guidance"), ("normal", "System impaired"), ("high", "Production system impaired"))
_BUSINESS_LEVELS = (*_LEVELS, ("urgent", "Production system down"))
_ENTERPRISE_LEVELS = (*_BUSINESS_LEVELS, ("critical", "Business-critical system down"))
_BUSINESS_PLANS = frozenset({"business", "business_plus"})


def require_plan(visit: Visit) -> None:
    """The refusal of an account without such a plan, for every operation of the service."""
    if visit.account.support_plan not in PAID_SUPPORT:
        message = "Amazon Web Services Premium Support Subscription is required to use this service."
        raise AwsError("SubscriptionRequiredException", message)


def describe_severity_levels(visit: Visit) -> dict[str, Any]:
    """The severities a case may have; how many there are depends on the plan."""
    require_plan(visit)
    is_business = visit.account.support_plan in _BUSINESS_PLANS
    levels = _BUSINESS_LEVELS if is_business else _ENTERPRISE_LEVELS
    return {"severityLevels": [{"code": code, "name": name} for code, name in levels]}


def only_with_plan(visit: Visit) -> None:
    """moto answers, if the plan allows the question."""
    require_plan(visit)


HANDLERS: Handlers = {
    "DescribeSeverityLevels": describe_severity_levels,
    "DescribeTrustedAdvisorChecks": only_with_plan,
    "DescribeCases": only_with_plan,
    "CreateCase": only_with_plan,
}
