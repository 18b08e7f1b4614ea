"""Resource-based policies of a CloudFormation template: what they grant to anyone but the account itself and services.

Read from whatever property holds a policy document, so that a type of tomorrow is read as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from scanners.engine.documents.cfn_choices import forms
from scanners.engine.documents.cfn_types import LIMITING
from scanners.engine.documents.cfn_values import NO_VALUE, Values, mapping
from scanners.engine.documents.errors import UnreadableError
from scanners.engine.documents.roles import Kind, Role, plain, policy_of
from scanners.engine.documents.trees import json_tree

_PERMISSIONS = ("AWS::Lambda::Permission", "AWS::Lambda::LayerVersionPermission", "AWS::Events::EventBusPolicy")
_ELEMENTS = ("version", "id", "statement")


def resource_policies(name: str, resource: Mapping[str, Any], values: Values) -> tuple[list[Role], list[str]]:
    """The policies that a resource carries, and what could not be followed, in words."""
    kind = str(resource.get("Type"))
    if kind in LIMITING:
        return [], []
    body = mapping(resource.get("Properties"))
    parts = {"permission": body} if kind in _PERMISSIONS else {k: v for k, v in body.items() if _mentions_statement(v)}
    roles, unread = [], []
    for key, value in parts.items():
        try:
            documents = [form for form, _ in forms(partial(values.resolve, value))]
        except UnreadableError:
            unread.append(f"{key} of {name}, which depends on too many conditions")
            continue
        found = [one for form in documents if form is not NO_VALUE for one in _documents(form, kind)]
        policies = tuple(policy_of(one) for one in {repr(one): one for one in found}.values())
        if policies:
            roles.append(Role(name, policies=policies, kind=Kind.RESOURCE_POLICY))
    return roles, unread


def _documents(form: Any, kind: str) -> Iterator[Any]:
    if kind in _PERMISSIONS and "Statement" not in mapping(form):
        yield _permission(mapping(form))
        return
    waiting = [form]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str) and '"Statement"' in node and '"Effect"' in node:
            node = _parsed(node)
        if isinstance(node, dict) and _is_policy(node):
            yield {key: value for key, value in node.items() if str(key).lower() in _ELEMENTS}
        elif isinstance(node, dict | list):
            waiting += node.values() if isinstance(node, dict) else node


def _is_policy(node: dict[str, Any]) -> bool:
    """Other languages have statements, too (AWS WAF); only IAM's have an effect."""
    named = {str(key).lower(): value for key, value in node.items()}
    found = named.get("statement")
    items = found if isinstance(found, list) else [found]
    return any(isinstance(one, dict) and any(str(key).lower() == "effect" for key in one) for one in items)


def _permission(body: dict[str, Any]) -> dict[str, Any]:
    """A permission of a function, layer or event bus as the statement that it adds to the resource's policy."""
    principal = plain(str(body.get("Principal", "*")))
    is_service = principal.endswith((".amazonaws.com", ".amazonaws.com.cn", "⟨AWS::URLSuffix⟩"))
    named = "*" if principal == "*" else {"Service" if is_service else "AWS": principal}
    action = body.get("Action", "events:PutEvents")
    statement: dict[str, Any] = {"Effect": "Allow", "Principal": named, "Action": action, "Resource": "this"}
    if body.get("PrincipalOrgID") or body.get("OrganizationId"):
        organization = str(body.get("PrincipalOrgID") or body.get("OrganizationId"))
        statement["Condition"] = {"StringEquals": {"aws:PrincipalOrgID": organization}}
    elif isinstance(body.get("Condition"), dict) and body["Condition"].get("Value"):
        condition = body["Condition"]
        statement["Condition"] = {condition.get("Type", ""): {condition.get("Key", ""): condition["Value"]}}
    return {"Statement": [statement]}


def _parsed(text: str) -> Any:
    try:
        return json_tree(plain(text))
    except UnreadableError:
        return {"Statement": [{"Effect": "not JSON"}]}  # a malformed policy, which is unknown and not silent


def _mentions_statement(value: Any) -> bool:
    return "statement" in json.dumps(value, default=str).lower()
