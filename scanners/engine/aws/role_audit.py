"""Compares a customer's role with the generated one: whom it trusts and what it grants. Pure, no calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scanners.engine.aws.errors import shortened
from scanners.engine.aws.role_statements import (
    OddDocument,
    effect_of,
    external_ids,
    grants_in,
    principals_of,
    statements_of,
)
from scanners.engine.aws.roles import RoleRef

_NAMED = 5  # how many offending entries a message names


@dataclass(frozen=True, slots=True)
class ExpectedRole:
    """What the generated template would make: the principal it trusts, and each action's resources ("*" for any).

    `denied` are the actions it denies whatever else is granted, `version` is how the template calls all of it.
    """

    principal_arn: str
    grants: Mapping[str, frozenset[str]]
    denied: frozenset[str] = frozenset()
    version: str = ""


@dataclass(frozen=True, slots=True)
class RoleText:
    """The role as its own account describes it."""

    trust: Mapping[str, Any]
    inline: tuple[Mapping[str, Any], ...] = ()
    attached: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """`is_good` with the id of the message that says why; `detail` names what differs."""

    is_good: bool
    message_id: str
    detail: str = ""
    missing: tuple[str, ...] = field(default=())


def judge_trust(role: RoleRef, expected: ExpectedRole, text: RoleText) -> Judgement:
    """Only our principal, only with exactly our external id."""
    try:
        allows = [statement for statement in statements_of(text.trust) if effect_of(statement) == "allow"]
        principals = [principal for statement in allows for principal in principals_of(statement)]
        problem = _principal_problem(principals, expected) or _condition_problem(allows, role)
    except OddDocument:
        return Judgement(False, "connection.trust_unreadable")
    if problem is not None:
        return problem
    if expected.principal_arn in principals:
        return Judgement(True, "connection.trust_exact")
    return Judgement(True, "connection.trusts_portal_account")


def judge_grants(expected: ExpectedRole, text: RoleText) -> Judgement:
    """Nothing that the generated policy does not grant; what it lacks is only named."""
    extra = [f"policy {arn}" for arn in text.attached]
    granted: set[str] = set()
    allowed = {action.lower(): resources for action, resources in expected.grants.items()}
    try:
        for document in text.inline:
            for action, resource in grants_in(document):
                if is_expected(action, resource, allowed):
                    granted.add(action.lower())
                else:
                    extra.append(f"{action} on {resource}")
    except OddDocument as odd:
        extra.append(f"a statement that cannot be read ({odd})")
    if extra:
        return Judgement(False, "connection.permissions_extra", _named(extra))
    missing = tuple(sorted(action for action in expected.grants if action.lower() not in granted))
    if missing:
        return Judgement(True, "connection.permissions_missing", _named(missing), missing)
    return Judgement(True, "connection.permissions_exact")


def _principal_problem(principals: list[str], expected: ExpectedRole) -> Judgement | None:
    ours = own_principals(expected)
    if not principals:
        return Judgement(False, "connection.trust_unreadable")
    if "*" in principals:
        return Judgement(False, "connection.trusts_everybody")
    others = [principal for principal in principals if principal not in ours]
    return Judgement(False, "connection.trusts_others", _named(others)) if others else None


def own_principals(expected: ExpectedRole) -> frozenset[str]:
    """The ways to name the portal: its identity, or its whole account."""
    account = expected.principal_arn.split(":")[4]
    partition = expected.principal_arn.split(":")[1]
    return frozenset({expected.principal_arn, account, f"arn:{partition}:iam::{account}:root"})


def _condition_problem(allows: list[Mapping[str, Any]], role: RoleRef) -> Judgement | None:
    for statement in allows:
        compared = list(external_ids(statement))
        if not compared:
            return Judgement(False, "connection.external_id_not_required")
        if any(operator != "stringequals" for operator, _ in compared):
            return Judgement(False, "connection.external_id_condition_weak")
        values = {value for _, value in compared}
        if len(values) > 1:
            return Judgement(False, "connection.several_external_ids")
        if values != {role.external_id}:
            return Judgement(False, "connection.wrong_external_id_accepted")
    return None


def is_expected(action: str, resource: str, allowed: Mapping[str, frozenset[str]]) -> bool:
    """Whether the template grants it too, on this resource or on more; `allowed` has its actions in lower case."""
    resources = allowed.get(action.lower())
    return resources is not None and ("*" in resources or resource in resources)


def _named(entries: list[str] | tuple[str, ...]) -> str:
    rest = len(entries) - _NAMED
    return shortened(", ".join(entries[:_NAMED]) + (f" and {rest} more" if rest > 0 else ""))
