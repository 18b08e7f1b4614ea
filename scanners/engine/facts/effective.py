"""What the policies of one principal allow together: allows minus denies, conditions kept as conditions.

Only the actions of `escalation_actions` are expanded. Resources are judged by targets: an ARN that exists, or one of a
name that nobody uses, which only a pattern without a name of its own matches.
Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from scanners.engine.facts.escalation_actions import EVERY_ACTION, actions_matching
from scanners.engine.facts.matching import (
    covers_every_action,
    covers_every_resource,
    pattern_matches,
    pattern_matches_case,
)
from scanners.engine.facts.policies import Condition, Policy, Statement

_NO_ONES_NAME = "Zq7.w_8+x@k"  # within the characters that IAM allows in names
_VARIABLE = re.compile(r"\$\{[^}]*\}")
_NO_NAME = re.compile(r"([a-z0-9-]+[/:])?[*?/:]*\*[*?/:]*", re.IGNORECASE)
# Services whose actions name resources of another service.
_NAMES_OF = {"ssm": ("ssm", "ec2"), "ec2-instance-connect": ("ec2",)}


class Reach(IntEnum):
    """How far an action is allowed; the order is the strength."""

    NO = 0
    DENIED = 1  # allowed by one statement, denied by another
    CONDITIONAL = 2  # some condition, or a Deny for a part, decides
    YES = 3


@dataclass(frozen=True, slots=True)
class Reached:
    """How far an action is allowed, the policies that allow it, and the services that iam:PassedToService leaves."""

    reach: Reach
    labels: tuple[str, ...] = ()
    passed_to: frozenset[str] | None = None


_NOT_REACHED = Reached(Reach.NO)


@dataclass(frozen=True, slots=True)
class _Rule:
    """One statement, the policy it is in, and the actions it names.

    `open_services` are patterns of the services all of whose resources in the account it names.
    """

    statement: Statement
    label: str
    actions: frozenset[str]
    open_services: tuple[str, ...]


class Access:
    """The policies that reach the principal `owner_arn`, as pairs of a name for sentences and the document."""

    def __init__(self, owner_arn: str, policies: Iterable[tuple[str, Policy]]) -> None:
        parts = owner_arn.split(":", 5)
        is_arn = len(parts) == 6
        self.owner_arn = owner_arn
        self.partition, self.account = (parts[1], parts[4]) if is_arn else ("aws", "")
        self.kind = parts[5].partition("/")[0] if is_arn else "role"
        self._allows, self._denies = _rules(policies, self.account)
        self._covering: dict[tuple[str, str], tuple[list[_Rule], list[_Rule]]] = {}

    def target(self, kind: str) -> str:
        """The ARN of a user, group, role, policy or provider of the account that no narrower pattern matches."""
        return f"arn:{self.partition}:iam::{self.account}:{kind}/{_NO_ONES_NAME}"

    def reach(self, action: str, target: str = "") -> Reached:
        """How far the action is allowed on the target; without one, on all resources of the action's service."""
        allows, denies = self._concerning(action.partition(":")[0], target)
        return _result(
            [one for one in allows if action in one.actions], [one for one in denies if action in one.actions], target
        )

    def everything(self) -> Reached:
        """How far some Allow covers every action on every resource; denies are not looked at."""
        allows = [
            one
            for one in self._allows
            if covers_every_action(one.statement)
            and covers_every_resource(one.statement)
            and not _excludes_everything(one.statement)
        ]
        return _result(allows, [], "")

    @property
    def widest(self) -> str:
        """The policy that allows the most of the actions here."""
        return max(self._allows, key=lambda one: len(one.actions)).label if self._allows else ""

    def services(self) -> dict[str, Reach]:
        """For each service of the actions here, the strongest reach of one of them on all of its resources."""
        found: dict[str, Reach] = {}
        for action in self.actions():
            service = action.partition(":")[0]
            if found.get(service, Reach.NO) < Reach.YES:
                found[service] = max(found.get(service, Reach.NO), self.reach(action).reach)
        return found

    def actions(self) -> frozenset[str]:
        """Every action here that some Allow names."""
        return frozenset().union(*(one.actions for one in self._allows))

    def _concerning(self, service: str, target: str) -> tuple[list[_Rule], list[_Rule]]:
        """The allows and denies that name the target, or all resources of the service."""
        key = ("", target) if target else (service, "")
        if key not in self._covering:
            rules = (self._allows, self._denies)
            allows, denies = ([one for one in some if _covers(one, service, target)] for some in rules)
            self._covering[key] = (allows, denies)
        return self._covering[key]


def _result(allows: list[_Rule], denies: list[_Rule], target: str) -> Reached:
    if not allows:
        return _NOT_REACHED
    free = [one for one in allows if not one.statement.conditions]
    labels = tuple(dict.fromkeys(one.label for one in free or allows))
    reach = min(Reach.YES if free else Reach.CONDITIONAL, _left(denies, target))
    return Reached(reach, labels, None if free else _passed_to(allows))


def _left(denies: list[_Rule], target: str) -> Reach:
    """What denies leave of an action that is allowed."""
    biting = [one.statement for one in denies if not _never_bites(one.statement)]
    if any(not one.conditions and _denies_all(one, target) for one in biting):
        return Reach.DENIED
    return Reach.CONDITIONAL if biting else Reach.YES


def _denies_all(statement: Statement, target: str) -> bool:
    """NotResource leaves something out, except where the target is a resource that exists."""
    if statement.not_resources:
        return bool(target) and _NO_ONES_NAME not in target
    return bool(target) or covers_every_resource(statement)


def _covers(rule: _Rule, service: str, target: str) -> bool:
    """A variable in an Allow may stand for the target's name; in a Deny it is not known to.

    In doubt about upper and lower case an Allow reaches further and a Deny less far.
    """
    statement = rule.statement
    if not target:
        named = _NAMES_OF.get(service, (service,))
        return any(pattern_matches(pattern, one) for pattern in rule.open_services for one in named)
    if statement.not_resources:
        left_out = pattern_matches_case if statement.is_allow else pattern_matches
        return not any(left_out(pattern, target) for pattern in statement.not_resources)
    if not statement.is_allow:
        return any(pattern_matches_case(pattern, target) for pattern in statement.resources)
    return any(pattern_matches(_VARIABLE.sub("*", one), target) for one in statement.resources)


def _open_services(statement: Statement, account: str) -> Iterator[str]:
    """`*`, or the service of an ARN without a resource's name."""
    if statement.not_resources and not _excludes_everything(statement):
        yield "*"
    for pattern in statement.resources:
        parts = pattern.split(":", 5)
        if len(parts) < 6:
            if not pattern.strip("*?") or (parts[0] in ("arn", "*") and not parts[-1].strip("*?")):
                yield "*"
        elif (parts[4] in ("", account) or "*" in parts[4] or "?" in parts[4]) and _NO_NAME.fullmatch(parts[5]):
            yield parts[2]


def _rules(policies: Iterable[tuple[str, Policy]], account: str) -> tuple[list[_Rule], list[_Rule]]:
    allows: list[_Rule] = []
    denies: list[_Rule] = []
    for label, document in policies:
        for statement in document.statements:
            actions = _actions_of(statement)
            if actions:
                services = tuple(dict.fromkeys(_open_services(statement, account)))
                (allows if statement.is_allow else denies).append(_Rule(statement, label, actions, services))
    return allows, denies


def _actions_of(statement: Statement) -> frozenset[str]:
    named = frozenset().union(*(actions_matching(one) for one in statement.not_actions or statement.actions))
    return EVERY_ACTION - named if statement.not_actions else named


def _excludes_everything(statement: Statement) -> bool:
    """NotResource of a bare star grants and denies nothing."""
    return any(not one.strip("*") for one in statement.not_resources)


def _never_bites(statement: Statement) -> bool:
    """A Deny of calls without TLS keeps nobody from anything."""
    return any(
        one.key == "aws:securetransport" and one.operator == "bool" and one.values == ("false",)
        for one in statement.conditions
    )


def _passed_to(allows: list[_Rule]) -> frozenset[str] | None:
    """The services to which iam:PassedToService limits all of the statements; None for no such limit."""
    found: set[str] = set()
    for one in allows:
        values = [set(_services(condition)) for condition in one.statement.conditions if _is_passed_to(condition)]
        if not values or any("*" in value or "$" in value for some in values for value in some):
            return None
        found |= set.intersection(*values)
    return frozenset(found)


def _is_passed_to(condition: Condition) -> bool:
    return (
        condition.key == "iam:passedtoservice"
        and condition.operator in ("stringequals", "stringequalsignorecase", "stringlike")
        and not condition.if_exists
        and condition.qualifier != "forallvalues"
    )


def _services(condition: Condition) -> Iterator[str]:
    for value in condition.values:
        yield value.lower().partition(".amazonaws.com")[0]
