"""What the conditions of a policy demand once they are read together: Null checks, mirrored variables, and Denies.

IAM combines the conditions of one statement with AND and lets a Deny override every Allow, so a demand may be spread
over several operators and statements. The functions here rewrite an Allow into one that demands the same by itself.
Everything that is not understood is left out, which makes an Allow look wider, never narrower.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scanners.engine.facts.policies import Condition, Principal, Statement

# Operators that compare for difference are true where the key is absent; with these names what they negate is compared.
_NEGATED = {
    "stringnotequals": "stringequals",
    "stringnotequalsignorecase": "stringequalsignorecase",
    "stringnotlike": "stringlike",
    "arnnotequals": "arnequals",
    "arnnotlike": "arnlike",
    "notipaddress": "ipaddress",
    "numericnotequals": "numericequals",
    "datenotequals": "dateequals",
}
_FLIPPED = {"true": "false", "false": "true"}
# A comparison of the resource's account or organization with the caller's is the same comparison from the other side.
_MIRRORED = {
    ("aws:resourceorgid", "${aws:principalorgid}"): ("aws:principalorgid", "${aws:ResourceOrgID}"),
    ("aws:resourceaccount", "${aws:principalaccount}"): ("aws:principalaccount", "${aws:ResourceAccount}"),
    ("aws:resourceorgid", "${aws:sourceorgid}"): ("aws:sourceorgid", "${aws:ResourceOrgID}"),
    ("aws:resourceaccount", "${aws:sourceaccount}"): ("aws:sourceaccount", "${aws:ResourceAccount}"),
}
# STS takes these only together with an action that assumes the role.
_COMPANIONS = frozenset(["sts:tagsession", "sts:setsourceidentity", "sts:setcontext"])
_ALL, _ANY = "forallvalues", "foranyvalue"


def strict_conditions(conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """The same conditions of an Allow, each as strict as all of them together make it.

    `Null: false` on a key demands that it is present, which IfExists and ForAllValues on the same key leave open.
    """
    present = {one.key for one in conditions if one.operator == "null" and set(one.values) == {"false"}}
    return tuple(_mirrored(_with_key_present(one) if one.key in present else one) for one in conditions)


def effective_allows(statements: tuple[Statement, ...]) -> Iterator[Statement]:
    """The Allow statements, each with what the Denies of a resource's policy leave of it.

    Statements of identity policies, which name no principal, get no conditions from their Denies: whoever asks what an
    identity is allowed has to read its Denies anyway.
    """
    denies = [one for one in statements if not one.is_allow and one.conditions and not one.not_principals]
    for statement in statements:
        if not statement.is_allow:
            continue
        applying = [one for one in denies if statement.principals and _covers(one, statement)]
        demands = [demand for demand in map(_left_open, applying) if demand]
        own = (*statement.conditions, *(one for demand in demands if len(demand) == 1 for one in demand))
        alternatives = tuple(demand for demand in demands if len(demand) > 1)
        conditions = strict_conditions(own)
        if conditions != statement.conditions or alternatives:
            yield replace(statement, conditions=conditions, alternatives=alternatives)
        else:
            yield statement


def never_holds(conditions: Iterable[Condition]) -> bool:
    """Some condition compares with an empty list for equality, which nothing passes."""
    return any(
        not one.values and one.operator not in (*_NEGATED, "null") and not one.if_exists and one.qualifier != _ALL
        for one in conditions
    )


def _with_key_present(condition: Condition) -> Condition:
    """The condition where the key is known to be present: nothing passes by leaving it out."""
    if condition.operator == "null":
        return condition
    return replace(condition, if_exists=False, qualifier="" if condition.qualifier == _ALL else condition.qualifier)


def _mirrored(condition: Condition) -> Condition:
    if len(condition.values) != 1:
        return condition
    key, value = _MIRRORED.get((condition.key, condition.values[0].lower()), (condition.key, condition.values[0]))
    return condition if key == condition.key else replace(condition, key=key, values=(value,))


def _left_open(deny: Statement) -> tuple[Condition, ...]:
    """What a request must fulfil, at least one of it, to escape the Deny; nothing where that is not understood."""
    opposites = [_opposite(one) for one in deny.conditions]
    return tuple(one for one in opposites if one) if all(opposites) else ()


def _opposite(condition: Condition) -> Condition | None:
    """The condition that holds exactly where this one does not.

    A comparison for difference holds without the key unless ForAnyValue stands before it; Bool does not hold then
    unless IfExists follows.
    """
    operator, qualifier = condition.operator, condition.qualifier
    if operator == "null" or (operator == "bool" and not qualifier):
        values = tuple(_FLIPPED.get(one.lower(), "") for one in condition.values)
        if len(values) != 1 or not values[0]:
            return None
        return replace(condition, values=values, if_exists=operator == "bool" and not condition.if_exists)
    if operator not in _NEGATED or not condition.values:
        return None
    left = {_ANY: "" if condition.if_exists else _ALL, _ALL: _ANY}.get(qualifier, "")
    return replace(condition, operator=_NEGATED[operator], qualifier=left, if_exists=False)


def _covers(deny: Statement, allow: Statement) -> bool:
    """The Deny applies to whatever the Allow grants: to all its principals, actions and resources."""
    granted = tuple(one for one in allow.actions if one.lower() not in _COMPANIONS) or allow.actions
    return (
        all(any(_includes(one, principal) for one in deny.principals) for principal in allow.principals)
        and _all_within(granted, deny.actions, is_any=not granted)
        and (not deny.resources or _all_within(allow.resources, deny.resources, is_any=not allow.resources))
        and not (deny.not_actions or deny.not_resources)
    )


def _includes(wide: Principal, narrow: Principal) -> bool:
    """The account of a principal includes it; a star is everybody, {"AWS": "*"} everybody with or without AWS keys."""
    if wide.kind == "*" or wide == narrow:
        return True
    if wide.kind != "AWS" or narrow.kind not in ("AWS", "*"):
        return False
    return wide.value == "*" or (narrow.kind == "AWS" and _account(wide.value) == narrow.value.split(":")[4:5])


def _account(value: str) -> list[str]:
    """The account that a principal of a whole account names, in a list as long as there is one."""
    parts = value.split(":")
    if len(parts) == 1 and value.isdigit():
        return [value]
    return parts[4:5] if parts[5:] == ["root"] else []


def _all_within(narrow: tuple[str, ...], wide: tuple[str, ...], *, is_any: bool) -> bool:
    """Each pattern lies within some wider one; a NotAction or NotResource only within a star."""
    if is_any:
        return "*" in wide
    return all(any(_is_within(one, other) for other in wide) for one in narrow)


def _is_within(narrow: str, wide: str) -> bool:
    """Whatever the narrow pattern matches, the wide one does; an answer of False may be too careful.

    A wide pattern of text and one final star includes every narrow one with that beginning.
    """
    narrow, wide = narrow.lower(), wide.lower()
    if narrow == wide:
        return True
    beginning, star, rest = wide.partition("*")
    return bool(star) and not rest.strip("*") and "?" not in beginning and narrow.startswith(beginning)
