"""Roles of a CloudFormation template, its functions resolved as far as the file itself tells.

`Fn::If` keeps every branch: a verdict must hold whatever the customer chooses.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any

from scanners.engine.documents.errors import UnreadableError
from scanners.engine.documents.roles import Parameter, Role, Template, placeholder, trust_of
from scanners.engine.documents.trees import count_nodes
from scanners.engine.facts.policies import parse_policy

MAX_ALTERNATIVES = 64
MAX_RESOLVED = 200_000  # values in all policies together, every form of each written out
_NO_VALUE = object()
_VARIABLE = re.compile(r"\$\{(!?)([^{}]*)\}")
_POLICY_TYPES = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy", "AWS::IAM::UserPolicy")


def is_template(tree: Any) -> bool:
    """It has resources with CloudFormation's types."""
    resources = tree.get("Resources") if isinstance(tree, dict) else None
    return isinstance(resources, dict) and any(
        isinstance(one, dict) and isinstance(one.get("Type"), str) for one in resources.values()
    )


def template(tree: dict[str, Any]) -> Template:
    """The template's roles and the policies that are resources of their own. Raises UnreadableError."""
    resources = {
        str(name): one
        for name, one in tree["Resources"].items()
        if isinstance(one, dict) and str(one.get("Type", "")).startswith("AWS::IAM::")
    }
    roles: list[Role] = []
    room = _Room()
    for name, resource in resources.items():
        roles += _roles(name, str(resource["Type"]), _mapping(resource.get("Properties")), room)
    unread = ("a transform, which changes the template when it is deployed",) if "Transform" in tree else ()
    return Template(tuple(roles), _parameters(tree), unread)


class _Room:
    """How much of a template may still be resolved: conditions inside conditions share their forms, and so grow."""

    def __init__(self) -> None:
        self._left = MAX_RESOLVED

    def documents(self, value: Any) -> list[Any]:
        """Every form of a policy. Raises UnreadableError."""
        forms = [form for form in _alternatives(value) if form is not _NO_VALUE]
        self._left -= count_nodes(forms, self._left)
        return forms


def _roles(name: str, kind: str, properties: Mapping[str, Any], room: _Room) -> Iterator[Role]:
    if kind == "AWS::IAM::Role":
        trusts = room.documents(properties.get("AssumeRolePolicyDocument"))
        policies = tuple(
            parse_policy(document)
            for one in _spliced(properties.get("Policies"))
            for document in room.documents(_mapping(one).get("PolicyDocument"))
        )
        managed = tuple(text for one in _spliced(properties.get("ManagedPolicyArns")) for text in _texts(one))
        for number, document in enumerate(trusts):
            first = number == 0
            yield Role(name, trust_of(document), policies if first else (), managed if first else ())
    elif kind in _POLICY_TYPES:
        documents = room.documents(properties.get("PolicyDocument"))
        yield Role(name, policies=tuple(parse_policy(document) for document in documents))


def _parameters(tree: dict[str, Any]) -> dict[str, Parameter]:
    found = {}
    for name, one in _mapping(tree.get("Parameters")).items():
        default = _mapping(one).get("Default")
        found[str(name)] = Parameter(str(name), None if default is None else str(default))
    return found


def _spliced(value: Any) -> list[Any]:
    """A list's items, with the branches of conditions in their place; a condition around the list counts too."""
    if isinstance(value, dict) and "Fn::If" in value:
        return [item for branch in _branches(value) for item in _spliced(branch)]
    items = value if isinstance(value, list) else ([] if value is None or value is _NO_VALUE else [value])
    found: list[Any] = []
    for item in items:
        is_condition = isinstance(item, dict) and "Fn::If" in item
        found += [branch for branch in _branches(item) if branch is not _NO_VALUE] if is_condition else [item]
    return found


def _branches(value: dict[str, Any]) -> list[Any]:
    parts = value["Fn::If"]
    if not isinstance(parts, list) or len(parts) != 3:
        raise UnreadableError("The template has an Fn::If without its three parts.")
    return [_NO_VALUE if one == {"Ref": "AWS::NoValue"} else one for one in parts[1:]]


def _texts(value: Any) -> list[str]:
    return [one for one in _alternatives(value) if isinstance(one, str)]


def _alternatives(value: Any) -> list[Any]:
    """Every form the value can take, functions resolved to text with placeholders for what only a deployment knows."""
    if isinstance(value, dict):
        return _of_mapping(value)
    if isinstance(value, list):
        items: list[Any] = []
        for item in value:
            items += [form for form in _alternatives(item) if form is not _NO_VALUE]
        return [items]
    return [value]


def _of_mapping(value: dict[str, Any]) -> list[Any]:
    if "Fn::If" in value:
        forms: list[Any] = []
        for branch in _branches(value):
            forms += [branch] if branch is _NO_VALUE else _alternatives(branch)
        return forms
    if len(value) == 1:
        name, argument = next(iter(value.items()))
        if name == "Ref" or name.startswith("Fn::"):
            return _of_function(name, argument)
    keys, columns = list(value), [_alternatives(one) for one in value.values()]
    count = 1
    for column in columns:
        count *= max(1, len(column))
    if count > MAX_ALTERNATIVES:
        raise UnreadableError(
            "The template has more conditions in one policy than can be followed. Attach it resolved."
        )
    return [
        {key: form for key, form in zip(keys, forms, strict=True) if form is not _NO_VALUE}
        for forms in itertools.product(*columns)
    ]


def _of_function(name: str, argument: Any) -> list[Any]:
    if name == "Ref":
        return [_NO_VALUE if argument == "AWS::NoValue" else placeholder(argument)]
    if name == "Fn::Sub":
        return [_substituted(str(argument[0] if isinstance(argument, list) and argument else argument))]
    if name == "Fn::GetAtt":
        return [placeholder(".".join(map(str, argument)) if isinstance(argument, list) else argument)]
    if name == "Fn::Join" and isinstance(argument, list) and len(argument) == 2 and isinstance(argument[1], list):
        parts = [_texts(one) for one in argument[1]]
        if all(len(one) == 1 for one in parts):
            return [str(argument[0]).join(one[0] for one in parts)]
    return [placeholder(name)]


def _substituted(text: str) -> str:
    """`${Name}` is the template's, `${!Name}` is written `${Name}` into the policy, where AWS fills it in."""
    return _VARIABLE.sub(lambda found: f"${{{found[2]}}}" if found[1] else placeholder(found[2]), text)


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
