"""Identities and grants of a Terraform module, resource by resource."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from scanners.engine.documents import cloudformation
from scanners.engine.documents import terraform_types as types
from scanners.engine.documents.errors import UnreadableError
from scanners.engine.documents.roles import Kind, Role, policy_of, trust_of
from scanners.engine.documents.terraform_expressions import Scope
from scanners.engine.documents.terraform_files import Block
from scanners.engine.documents.terraform_module import Module
from scanners.engine.documents.terraform_policies import nested, statements_in
from scanners.engine.documents.terraform_values import GAP, Choices, Computed, as_text, finished, forms
from scanners.engine.documents.trees import json_tree, yaml_tree
from scanners.engine.facts.policies import Malformed, Policy

Key = tuple[Kind, str]
_REFERENCE = re.compile(r"aws(?:cc)?_(?:iam|ssoadmin|sso)_\w+\.([\w-]+)\.")
_POLICY = re.compile(r"⟨(?:aws_iam_policy|awscc_iam_managed_policy)\.([\w-]+)\.(?:arn|id|policy_arn)⟩")


@dataclass(slots=True)
class _Identity:
    """What one role, user or group gets, each once."""

    trusts: dict[str, Any] = field(default_factory=dict)
    policies: dict[str, Policy] = field(default_factory=dict)
    managed: dict[str, None] = field(default_factory=dict)


class Reader:
    """Reads every resource of a module."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._identities: dict[Key, _Identity] = {}
        self._others: dict[str, Role] = {}
        self.credentials: dict[str, None] = {}

    def read(self) -> tuple[Role, ...]:
        """All roles, users, groups and policies. What is not read is added to the module's `unread`."""
        for block in self._module.of("module"):
            source = block.body.attributes.get("source")
            text = as_text(finished(self._module.evaluator.value(source, Scope(self._module, Choices()))))
            self._unread(f"module {block.labels[0] if block.labels else ''}" + (f" (source {text})" if text else ""))
        for block in self._module.of("resource"):
            if len(block.labels) == 2:
                list(forms(partial(self._resource, block)))
        return (*self._roles(), *self._others.values())

    def _resource(self, block: Block, choices: Choices) -> None:
        kind, label = block.labels
        if kind in types.HARMLESS or kind in types.LIMITING:
            return
        scopes = self._module.scopes(block, choices)
        if kind in types.CREDENTIALS and scopes:
            self.credentials[f"{types.CREDENTIALS[kind]} {label}"] = None
        elif unread := types.unread_kind(kind) if not _is_read(kind) else "":
            self._unread(f"{unread} {label}")
        if {"provisioner"} & {one.kind for one in block.body.blocks}:
            self._unread(f"the commands that {kind} {label} runs")
        read = self._reader(kind)
        for scope in scopes:
            read(block, scope)

    def _reader(self, kind: str) -> Callable[[Block, Scope], None]:
        if kind in types.IDENTITIES:
            return self._identity
        if kind in types.INLINE:
            return self._inline
        if kind in types.ATTACHED or kind == "aws_iam_policy_attachment":
            return self._attachment
        if kind in types.MANAGED_POLICIES:
            return self._managed_policy
        if kind in types.PERMISSION_SET_PARTS:
            return self._permission_set
        if kind in types.STACKS:
            return self._stack
        return self._permission if kind in types.PERMISSIONS else self._resource_policy

    def _value(self, block: Block, name: str, scope: Scope) -> Any:
        node = block.body.attributes.get(name)
        return None if node is None else self._module.evaluator.value(node, scope)

    def _of(self, kind: Kind, label: str) -> _Identity:
        return self._identities.setdefault((kind, label), _Identity())

    def _identity(self, block: Block, scope: Scope) -> None:
        resource, label = block.labels
        kind = types.IDENTITIES[resource]
        found = self._of(kind, label)
        if kind is Kind.ROLE:
            name = "assume_role_policy_document" if resource.startswith("awscc_") else "assume_role_policy"
            trust = self._document(self._value(block, name, scope), f"trust policy of role {label}")
            if trust is not None:
                found.trusts[repr(trust)] = trust
        for body, place, loop in nested(block.body, "inline_policy", scope, self._module.evaluator):
            self._add(found, self._value(Block("", (), body), "policy", place), f"inline policy of {label}")
            self._unread(f"{loop} in the inline policies of {label}" if loop else "")
        if resource.startswith("awscc_"):
            for one in self._items(self._value(block, "policies", scope)):
                given = one.get("policy_document") if isinstance(one, dict) else one
                self._add(found, given, f"inline policy of {label}")
        for name in ("managed_policy_arns", "managed_policies"):
            self._attach(found, self._value(block, name, scope))

    def _inline(self, block: Block, scope: Scope) -> None:
        resource, label = block.labels
        kind, attribute = types.INLINE[resource]
        found = self._of(kind, _label(self._value(block, attribute, scope), label))
        name = "policy_document" if resource.startswith("awscc_") else "policy"
        self._add(found, self._value(block, name, scope), f"policy {label}")

    def _attachment(self, block: Block, scope: Scope) -> None:
        resource, label = block.labels
        arns = [self._value(block, name, scope) for name in ("policy_arn", "policy_arns")]
        if resource == "aws_iam_policy_attachment":
            owners = [
                (kind, one)
                for name, kind in (("roles", Kind.ROLE), ("users", Kind.USER), ("groups", Kind.GROUP))
                for one in self._items(self._value(block, name, scope))
            ]
        else:
            kind, attribute = types.ATTACHED[resource]
            owners = [(kind, self._value(block, attribute, scope))]
        for kind, owner in owners or [(Kind.ROLE, None)]:
            for arn in arns:
                self._attach(self._of(kind, _label(owner, label)), arn)

    def _managed_policy(self, block: Block, scope: Scope) -> None:
        name = "policy" if block.labels[0] == "aws_iam_policy" else "policy_document"
        label = block.labels[1]
        self._add(self._of(Kind.POLICY, label), self._value(block, name, scope), f"policy {label}")

    def _permission_set(self, block: Block, scope: Scope) -> None:
        label = block.labels[1]
        found = self._of(Kind.PERMISSION_SET, _label(self._value(block, "permission_set_arn", scope), label))
        if block.labels[0].endswith("inline_policy"):
            self._add(found, self._value(block, "inline_policy", scope), f"inline policy {label}")
        for name in ("managed_policy_arn", "managed_policy_arns"):
            self._attach(found, self._value(block, name, scope))

    def _stack(self, block: Block, scope: Scope) -> None:
        kind, label = block.labels
        body = self._value(block, "template_body", scope)
        where = f"{types.STACKS[kind]} {label}"
        try:
            text = body if isinstance(body, str) else ""
            tree = json_tree(text) if text.lstrip().startswith("{") else yaml_tree(text)
            if not cloudformation.is_template(tree):
                raise UnreadableError("no template")
            inner = cloudformation.template(tree)
        except UnreadableError:
            self._unread(where)
            return
        for role in inner.roles:
            self._others[f"{where} {role!r}"] = replace(role, name=f"{label}.{role.name}")
        self.credentials |= dict.fromkeys(f"{one} of {where}" for one in inner.credentials)
        for one in inner.unread:
            self._unread(f"{one} of {where}")

    def _permission(self, block: Block, scope: Scope) -> None:
        """A permission of a function, a layer or an event bus is a statement of that resource's policy."""
        label = block.labels[1]
        principal = as_text(finished(self._value(block, "principal", scope))) or "*"
        named: Any = "*" if principal == "*" else {"Service" if ".amazonaws." in principal else "AWS": principal}
        action = as_text(finished(self._value(block, "action", scope))) or "events:PutEvents"
        statement = {"Effect": "Allow", "Principal": named, "Action": action, "Resource": "*"}
        organization = self._value(block, "principal_org_id", scope) or self._value(block, "organization_id", scope)
        if organization:
            statement["Condition"] = {"StringEquals": {"aws:PrincipalOrgID": as_text(finished(organization))}}
        self._add_resource_policy(label, {"Statement": [statement]})

    def _resource_policy(self, block: Block, scope: Scope) -> None:
        kind, label = block.labels
        if not kind.startswith(("aws_", "awscc_")):
            return
        for name in block.body.attributes:
            if "polic" not in name or name in ("assume_role_policy",):
                continue
            value = self._value(block, name, scope)
            if isinstance(value, Computed) and name in types.POLICY_ATTRIBUTES and not types.unread_kind(kind):
                self._unread(f"{name} of {kind} {label} ({value.name})")
            elif isinstance(value, str | dict) and "Statement" in str(value):
                document = self._document(value, f"{name} of {kind} {label}")
                if document is not None:
                    self._add_resource_policy(label, document)

    def _add_resource_policy(self, label: str, document: Any) -> None:
        role = Role(label, policies=(_policy(document),), kind=Kind.RESOURCE_POLICY)
        self._others[repr(role)] = role

    def _add(self, found: _Identity, value: Any, where: str) -> None:
        document = self._document(value, where)
        if document is not None:
            found.policies[repr(document)] = _policy(document)

    def _document(self, value: Any, where: str) -> Any:
        """A policy as a tree or a text; None, and noted as unread, when only Terraform can tell."""
        if isinstance(value, Computed) and isinstance(value.default, str | dict):
            self._unread(f"the value of {value.name}, of which only the default was read")
            value = value.default
        if value is None or isinstance(value, Computed):
            self._unread(f"the {where}" + (f", which is {value.name}" if value is not None else ", which is not set"))
            return None
        if not isinstance(value, str):
            return finished(value)
        try:
            return json_tree(value)
        except UnreadableError:
            return value  # the parser of policies says what is wrong

    def _items(self, value: Any) -> list[Any]:
        value = self._module.settled(value)
        return value if isinstance(value, list) else ([] if value is None else [value])

    def _attach(self, found: _Identity, value: Any) -> None:
        for one in self._items(value):
            if isinstance(one, Computed) and isinstance(one.default, str) and one.default:
                self._unread(f"the value of {one.name}, of which only the default was read")
                one = one.default
            arn = as_text(finished(one))
            here = _POLICY.fullmatch(arn)
            # A policy of the module is read where it stands, so its ARN says nothing new.
            if arn and not (here and (Kind.POLICY, here[1]) in self._known_policies()):
                found.managed[arn] = None

    def _known_policies(self) -> set[Key]:
        blocks = self._module.of("resource")
        return {
            (Kind.POLICY, one.labels[1]) for one in blocks if one.labels[:1] and one.labels[0] in types.MANAGED_POLICIES
        }

    def _unread(self, part: str) -> None:
        if part:
            self._module.unread[part] = None

    def _roles(self) -> Iterator[Role]:
        for (kind, label), found in self._identities.items():
            trusts = list(found.trusts.values()) if kind is Kind.ROLE else []
            first = trust_of(_without_gaps(trusts[0])) if trusts else None
            yield Role(label, first, tuple(found.policies.values()), tuple(found.managed), kind=kind)
            yield from (Role(label, trust_of(_without_gaps(one)), kind=kind) for one in trusts[1:])


def _is_read(kind: str) -> bool:
    tables = (types.IDENTITIES, types.INLINE, types.ATTACHED, types.CREDENTIALS, types.STACKS)
    others = (*types.MANAGED_POLICIES, *types.PERMISSION_SET_PARTS, *types.PERMISSIONS, "aws_iam_policy_attachment")
    return kind in others or any(kind in table for table in tables)


def _label(owner: Any, otherwise: str) -> str:
    """The label of the identity that a reference names, or the name itself."""
    text = as_text(finished(owner))
    found = _REFERENCE.search(text)
    return found[1] if found else text.strip("⟨⟩") or otherwise


def _without_gaps(document: Any) -> Any:
    """The document without the marks of what is computed; the module names those as unread."""
    if not isinstance(document, dict) or not isinstance(document.get("Statement"), list):
        return document
    kept = [{key: one[key] for key in one if key != GAP} for one in document["Statement"] if isinstance(one, dict)]
    return {**document, "Statement": [one for one in kept if one]}


def _policy(document: Any) -> Policy:
    """The policy; one with computed parts counts as not wholly read."""
    gaps = [one for one in statements_in(json.dumps(document)) if GAP in one] if isinstance(document, dict) else []
    found = policy_of(_without_gaps(document))
    return replace(found, malformed=(*found.malformed, Malformed("computed", "a statement"))) if gaps else found
