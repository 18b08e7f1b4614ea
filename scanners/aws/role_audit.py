"""Compares a customer's role with the generated one: whom it trusts and what it grants. Pure, no calls."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from scanners.aws.errors import shortened
from scanners.aws.roles import RoleRef

_NAMED = 5  # how many offending entries a message names


@dataclass(frozen=True, slots=True)
class ExpectedRole:
    """What the generated template would make: the principal it trusts, and each action's resources ("*" for any)."""

    principal_arn: str
    grants: Mapping[str, frozenset[str]]


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


class OddDocument(ValueError):
    """A policy document that is not built as policy documents are."""


def parse_document(document: object) -> Mapping[str, Any]:
    """A policy document as botocore hands it over: parsed already, or as (URL-encoded) text."""
    if isinstance(document, str):
        text = document if document.lstrip().startswith("{") else unquote(document)
        try:
            document = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise OddDocument("not JSON") from error
    if not isinstance(document, Mapping):
        raise OddDocument("not an object")
    return document


def judge_trust(role: RoleRef, expected: ExpectedRole, text: RoleText) -> Judgement:
    """Only our principal, only with exactly our external id."""
    try:
        allows = [statement for statement in _statements(text.trust) if _effect(statement) == "allow"]
        principals = [principal for statement in allows for principal in _principals(statement)]
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
            for action, resource in _grants(document):
                if _is_expected(action, resource, allowed):
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
    account = expected.principal_arn.split(":")[4]
    partition = expected.principal_arn.split(":")[1]
    ours = {expected.principal_arn, account, f"arn:{partition}:iam::{account}:root"}
    if not principals:
        return Judgement(False, "connection.trust_unreadable")
    if "*" in principals:
        return Judgement(False, "connection.trusts_everybody")
    others = [principal for principal in principals if principal not in ours]
    return Judgement(False, "connection.trusts_others", _named(others)) if others else None


def _condition_problem(allows: list[Mapping[str, Any]], role: RoleRef) -> Judgement | None:
    for statement in allows:
        compared = list(_external_ids(statement))
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


def _external_ids(statement: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    condition = _get(statement, "Condition") or {}
    if not isinstance(condition, Mapping):
        raise OddDocument("condition")
    for operator, tests in condition.items():
        if not isinstance(tests, Mapping):
            raise OddDocument("condition")
        for key, value in tests.items():
            if str(key).lower() == "sts:externalid":
                yield from ((str(operator).lower(), text) for text in _texts(value))


def _principals(statement: Mapping[str, Any]) -> Iterator[str]:
    if _get(statement, "NotPrincipal") is not None:
        yield "*"
    principal = _get(statement, "Principal")
    if isinstance(principal, str):
        yield principal
    elif isinstance(principal, Mapping):
        for kind, value in principal.items():
            yield from (text if str(kind).lower() == "aws" else f"{kind} {text}" for text in _texts(value))


def _grants(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for statement in _statements(document):
        if _effect(statement) != "allow":
            continue
        if _get(statement, "NotAction") is not None or _get(statement, "NotResource") is not None:
            yield "*", "*"
            continue
        for action in _texts(_get(statement, "Action")):
            for resource in _texts(_get(statement, "Resource")):
                yield action, resource


def _is_expected(action: str, resource: str, allowed: Mapping[str, frozenset[str]]) -> bool:
    resources = allowed.get(action.lower())
    return resources is not None and ("*" in resources or resource in resources)


def _statements(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = _get(document, "Statement")
    statements = found if isinstance(found, list) else [found]
    if not all(isinstance(statement, Mapping) for statement in statements):
        raise OddDocument("statement")
    return statements


def _effect(statement: Mapping[str, Any]) -> str:
    return str(_get(statement, "Effect")).lower()


def _texts(value: object) -> list[str]:
    values: list[object] = value if isinstance(value, list) else [value]
    texts = [text for text in values if isinstance(text, str)]
    if not texts or len(texts) != len(values):
        raise OddDocument("value")
    return texts


def _get(mapping: Mapping[str, Any], name: str) -> Any:
    """Element names of policies are written in any case by some tools, and IAM accepts that for several."""
    if name in mapping:
        return mapping[name]
    return next((value for key, value in mapping.items() if str(key).lower() == name.lower()), None)


def _named(entries: list[str] | tuple[str, ...]) -> str:
    rest = len(entries) - _NAMED
    return shortened(", ".join(entries[:_NAMED]) + (f" and {rest} more" if rest > 0 else ""))
