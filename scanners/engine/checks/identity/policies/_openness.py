"""Which external principals a resource-based policy grants access."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from scanners.engine.checks._by_region import Found
from scanners.engine.checks._gaps import unreadable_policy
from scanners.engine.checks._own import is_own, own_account_ids
from scanners.engine.checks.verdicts import Verdict, failed, passed, review, unknown
from scanners.engine.facts.organization import OrgFacts
from scanners.engine.facts.policies import Policy, Statement
from scanners.engine.facts.resource_policies import ResourcePolicies, ResourcePolicy
from scanners.engine.facts.trust import bounding_condition, demands_value, names_everybody
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

# aws:SourceOwner is what SNS writes into the policy of every new topic, kms:CallerAccount what services write for keys.
_ACCOUNT_KEYS = ("aws:principalaccount", "aws:sourceaccount", "aws:sourceowner", "kms:calleraccount")
_ORGANIZATION_KEYS = ("aws:principalorgid", "aws:sourceorgid")
# Conditions that any request can meet.
_HARMLESS = frozenset({"aws:securetransport", "aws:requestedregion"})
# How the policy was read, by the service in the resource's ARN.
_ACTIONS = {
    "sns": "sns:GetTopicAttributes",
    "sqs": "sqs:GetQueueAttributes",
    "kms": "kms:GetKeyPolicy",
    "ecr": "ecr:GetRepositoryPolicy",
    "secretsmanager": "secretsmanager:GetResourcePolicy",
    "lambda": "lambda:GetPolicy",
}
_ACCOUNT = re.compile(r"\d{12}", re.ASCII)


class Openness(IntEnum):
    """Who outside the customer's accounts has access by a statement."""

    HOME = 0
    OTHERS = 1
    EVERYBODY = 2


@dataclass(frozen=True, slots=True)
class Home:
    """The customer's own accounts and organization."""

    accounts: frozenset[str]
    org_id: str


def home_of(scope: Scope, organization: OrgFacts | Unknown) -> Home:
    """The customer's own accounts and organization, as far as they are known."""
    org_id = organization.org_id if isinstance(organization, OrgFacts) else ""
    return Home(own_account_ids(scope, organization), org_id if isinstance(org_id, str) else "")


def openness(statement: Statement, home: Home, *, has_deny: bool) -> Openness:
    """EVERYBODY only if neither a condition nor a Deny statement could exclude other accounts."""
    if _is_tied(statement, home):
        return Openness.HOME
    if names_everybody(statement):
        can_be_tied = has_deny or any(one.key not in _HARMLESS for one in statement.conditions)
        return Openness.OTHERS if can_be_tied else Openness.EVERYBODY
    services = [one for one in statement.principals if one.kind == "Service"]
    if services and bounding_condition(statement) is None:
        return Openness.OTHERS  # the service may act for any account
    return Openness.HOME if all(is_own(one, home.accounts) for one in statement.principals) else Openness.OTHERS


def _is_tied(statement: Statement, home: Home) -> bool:
    """True if a condition requires an own account, the own organization, or an ARN in an own account."""
    if any(demands_value(statement, key, home.org_id) for key in _ORGANIZATION_KEYS):
        return True
    if any(demands_value(statement, key, account) for key in _ACCOUNT_KEYS for account in home.accounts):
        return True
    bound = bounding_condition(statement)
    if bound is None or bound.key not in ("aws:principalarn", "aws:sourcearn"):
        return False
    return all(_ACCOUNT.findall(value) and set(_ACCOUNT.findall(value)) <= home.accounts for value in bound.values)


def judge_policies(scope: Scope, found: Found[ResourcePolicies], home: Home) -> Iterator[Verdict]:
    """A verdict for each open or shared resource and each gap, and one for the others of a Region together."""
    closed: dict[str, int] = {}
    for region, gap in found.gaps:
        yield unknown(scope.account_arn, gap, region=region)
    for region, policies in found.items:
        if policies.unread:
            yield unknown(scope.account_arn, policies.unread, region=region)
        for one in policies.read:
            verdict = _judge(region, one, home)
            if verdict:
                yield verdict
            else:
                closed[region] = closed.get(region, 0) + 1
    for region, count in sorted(closed.items()):
        noun = "resource" if count == 1 else "resources"
        message = f"No policy of {count} {noun} in {region} grants access to another account."
        yield passed(scope.account_arn, message, region=region, count=count)


def _judge(region: str, one: ResourcePolicy, home: Home) -> Verdict | None:
    """None if the policy grants no external access."""
    if isinstance(one.policy, Unknown):
        return unknown(one.arn, one.policy, region=region)
    if one.policy is None:
        return None
    name = one.arn.rpartition(":")[2]
    worst, labels, whom = _worst(one.policy, home)
    seen = {"statements": labels[:20], "principals": whom[:20]}
    if worst is Openness.EVERYBODY:
        return failed(one.arn, f"The policy of {name} grants public access.", region=region, **seen)
    if worst is Openness.OTHERS:
        message = f"The policy of {name} grants access to principals outside your accounts: {', '.join(whom[:10])}."
        return review(one.arn, message, region=region, **seen)
    if not one.policy.is_readable:
        return unknown(one.arn, unreadable_policy(one.policy, action=_read_by(one.arn)), region=region)
    return None


def _read_by(arn: str) -> str:
    """The action by which the policy was read; "" where the ARN names no service that is known."""
    _, _, service, *_ = (*arn.split(":"), "", "", "")
    return _ACTIONS.get(service, "")


def _worst(policy: Policy, home: Home) -> tuple[Openness, list[str], list[str]]:
    has_deny = any(one.conditions or one.not_principals for one in policy.denies)
    rated = [(openness(one, home, has_deny=has_deny), one) for one in policy.allows]
    worst = max((level for level, _ in rated), default=Openness.HOME)
    outward = [one for level, one in rated if level is worst and worst is not Openness.HOME]
    whom = sorted({_named(one.value) for statement in outward for one in statement.principals})
    return worst, [one.label for one in outward], whom or ["everyone except the named principals"]


def _named(principal: str) -> str:
    return "everyone, with a condition" if principal == "*" else principal
