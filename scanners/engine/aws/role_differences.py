"""Everything by which a customer's role differs from the generated one, entry by entry. Pure, no calls.

`role_audit` says whether the role is accepted; this says exactly what is other than it should be, for the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from scanners.engine.aws.errors import shortened
from scanners.engine.aws.role_audit import ExpectedRole, RoleText, is_expected, own_principals
from scanners.engine.aws.role_statements import (
    OddDocument,
    denials_in,
    effect_of,
    external_ids,
    grants_in,
    principals_of,
    statements_of,
)
from scanners.engine.aws.role_version import version_of
from scanners.engine.aws.roles import RoleRef

MOST = 300  # entries kept of one role


class Kind(StrEnum):
    """What is different. The texts for people stand with the page's selector."""

    EXTRA_ACTION = "extra_action"
    WILDCARD = "wildcard"
    EXTRA_POLICY = "extra_policy"
    MISSING_ACTION = "missing_action"
    MISSING_DENIAL = "missing_denial"
    PRINCIPAL = "principal"
    EXTERNAL_ID = "external_id"
    NO_CONDITION = "no_condition"
    WEAK_CONDITION = "weak_condition"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """One entry; `subject` is the account's own text, shortened."""

    kind: Kind
    subject: str


@dataclass(frozen=True, slots=True)
class RoleReading:
    """A role as it was read: how it differs, and what its policies are called.

    `version` is the template's own where nothing of the template is lacking, whatever else is denied besides.
    """

    differences: tuple[Difference, ...]
    version: str


def read_role(role: RoleRef, expected: ExpectedRole, text: RoleText) -> RoleReading:
    """Compare trust, grants and denials with the template's."""
    found = {*_trust(role, expected, text), *_grants(expected, text), *_denials(expected, text)}
    lacks = any(one.kind in (Kind.MISSING_ACTION, Kind.MISSING_DENIAL, Kind.UNREADABLE) for one in found)
    version = _version(role, text) if lacks else expected.version
    return RoleReading(tuple(sorted(found)[:MOST]), version)


def _trust(role: RoleRef, expected: ExpectedRole, text: RoleText) -> Iterator[Difference]:
    ours = own_principals(expected)
    try:
        for statement in statements_of(text.trust):
            if effect_of(statement) != "allow":
                continue
            others = [principal for principal in principals_of(statement) if principal not in ours]
            yield from (Difference(Kind.PRINCIPAL, shortened(other)) for other in others)
            compared = list(external_ids(statement))
            if not compared:
                yield Difference(Kind.NO_CONDITION, "sts:ExternalId")
            for operator, value in compared:
                if operator != "stringequals":
                    yield Difference(Kind.WEAK_CONDITION, shortened(f"{operator} {value}"))
                elif value != role.external_id:
                    yield Difference(Kind.EXTERNAL_ID, shortened(value))
    except OddDocument as odd:
        yield Difference(Kind.UNREADABLE, f"trust policy: {shortened(odd)}")


def _grants(expected: ExpectedRole, text: RoleText) -> Iterator[Difference]:
    allowed = {action.lower(): resources for action, resources in expected.grants.items()}
    granted: set[str] = set()
    yield from (Difference(Kind.EXTRA_POLICY, shortened(arn)) for arn in text.attached)
    for document in text.inline:
        try:
            for action, resource in grants_in(document):
                if is_expected(action, resource, allowed):
                    granted.add(action.lower())
                else:
                    kind = Kind.WILDCARD if "*" in action or "?" in action else Kind.EXTRA_ACTION
                    yield Difference(kind, shortened(f"{action} on {resource}"))
        except OddDocument as odd:
            yield Difference(Kind.UNREADABLE, f"permission policy: {shortened(odd)}")
    missing = (action for action in expected.grants if action.lower() not in granted)
    yield from (Difference(Kind.MISSING_ACTION, action) for action in missing)


def _denials(expected: ExpectedRole, text: RoleText) -> Iterator[Difference]:
    denied: set[str] = set()
    for document in text.inline:
        try:
            denied |= {action.lower() for action in denials_in(document)}
        except OddDocument:
            continue  # named by _grants already
    if "*" not in denied:
        missing = (action for action in expected.denied if action.lower() not in denied)
        yield from (Difference(Kind.MISSING_DENIAL, action) for action in missing)


def _version(role: RoleRef, text: RoleText) -> str:
    grants: dict[str, list[str]] = {}
    denied: list[str] = []
    try:
        for document in text.inline:
            for action, resource in grants_in(document):
                grants.setdefault(action, []).append(resource)
            denied += denials_in(document)
    except OddDocument:
        return ""
    return version_of(grants, denied, own_role_arn=role.arn)
