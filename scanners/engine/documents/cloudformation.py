"""Identities, policies and further templates of a CloudFormation template.

`Fn::If` keeps every branch: a verdict must hold whatever the customer chooses. What only a deployment can show (nested
stacks, includes, macros, custom resources) is named as unread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scanners.engine.documents.cfn_choices import Choices, forms
from scanners.engine.documents.cfn_policies import resource_policies
from scanners.engine.documents.cfn_types import unread_kind
from scanners.engine.documents.cfn_values import NO_VALUE, Budget, Values, mapping
from scanners.engine.documents.errors import UnreadableError
from scanners.engine.documents.roles import PLACEHOLDER, Kind, Role, Template, placeholder, plain, policy_of, trust_of
from scanners.engine.documents.trees import json_tree, yaml_tree

MAX_NESTED = 3  # templates inside templates
_POLICY_TYPES = (
    "AWS::IAM::Policy",
    "AWS::IAM::ManagedPolicy",
    "AWS::IAM::RolePolicy",
    "AWS::IAM::UserPolicy",
    "AWS::IAM::GroupPolicy",
)
_IDENTITIES = {
    "AWS::IAM::Role": Kind.ROLE,
    "AWS::IAM::User": Kind.USER,
    "AWS::IAM::Group": Kind.GROUP,
    "AWS::SSO::PermissionSet": Kind.PERMISSION_SET,
}
_SHOWN = 120


def is_template(tree: Any) -> bool:
    """It has resources as CloudFormation writes them."""
    resources = tree.get("Resources") if isinstance(tree, dict) else None
    return isinstance(resources, dict) and (
        "AWSTemplateFormatVersion" in tree
        or "Transform" in tree
        or any(str(name).startswith("Fn::") for name in resources)
        or any(isinstance(one, dict) and isinstance(one.get("Type"), str) for one in resources.values())
    )


def template(tree: dict[str, Any]) -> Template:
    """All that the template creates. Raises UnreadableError."""
    return _Reader(tree, Budget()).read()


class _Reader:
    """Reads one template; `given` are the parameters that a surrounding template passes, None outside of one."""

    def __init__(
        self, tree: dict[str, Any], budget: Budget, *, given: Mapping[str, Any] | None = None, depth: int = 0
    ) -> None:
        self._tree, self._budget, self._depth = tree, budget, depth
        self._values = Values(tree, budget, given)
        self._resources = mapping(tree.get("Resources"))
        self._roles: list[Role] = []
        self._unread: list[str] = []
        self._credentials: list[str] = []
        self._own = {"AWS::AccountId"}

    def read(self) -> Template:
        self._unread += _expansions(self._tree)
        for name, resource in self._resources.items():
            if str(name).startswith("Fn::"):
                continue  # an expansion, named above
            if not isinstance(resource, dict) or not isinstance(resource.get("Type"), str):
                self._unread.append(f"resource {name}, which has no type")
                continue
            self._resource(str(name), resource)
        return Template(
            tuple(self._roles),
            self._values.parameters,
            tuple(dict.fromkeys(self._unread)),
            tuple(dict.fromkeys(self._credentials)),
            frozenset(self._own),
        )

    def _resource(self, name: str, resource: dict[str, Any]) -> None:
        kind, properties = str(resource["Type"]), resource.get("Properties")
        if isinstance(properties, dict) and "Fn::If" in properties:
            self._unread.append(f"resource {name}, whose properties depend on a condition as a whole")
            return
        body = mapping(properties)
        if unread := unread_kind(kind):
            self._unread.append(f"{unread} {name} ({kind})")
        elif kind in _IDENTITIES:
            self._identity(name, kind, resource, body)
        elif kind in _POLICY_TYPES:
            policies = tuple(policy_of(one) for one in self._documents(resource, body.get("PolicyDocument")))
            self._roles.append(Role(name, policies=policies, kind=Kind.POLICY))
        elif kind in ("AWS::CloudFormation::StackSet", "AWS::CloudFormation::ChangeSet"):
            self._nested(name, kind, resource, body)
        elif kind == "AWS::IAM::AccessKey":
            self._credentials.append(f"access key {name}")
        elif kind == "AWS::IAM::InstanceProfile":
            self._instance_profile(name, body)
        else:
            roles, unread_parts = resource_policies(name, resource, self._values)
            self._roles += roles
            self._unread += unread_parts

    def _identity(self, name: str, kind: str, resource: dict[str, Any], body: dict[str, Any]) -> None:
        which = _IDENTITIES[kind]
        self._own.add(f"{name}.Arn")
        inline = [mapping(one).get("PolicyDocument") for one in _spliced(body.get("Policies"))]
        if body.get("InlinePolicy") is not None:
            inline.append(body["InlinePolicy"])
        policies = tuple(policy_of(form) for one in inline for form in self._documents(resource, one))
        managed = tuple(dict.fromkeys(self._managed(resource, body)))
        if which is Kind.ROLE:
            found = self._trusts(name, resource, body)
            first, *others = found or [Role(name, trust=trust_of({}))]
            self._roles.append(Role(name, first.trust, policies, managed, when=first.when))
            self._roles += others
            return
        self._roles.append(Role(name, policies=policies, managed=managed, kind=which))
        if which is Kind.USER and body.get("LoginProfile") is not None:
            self._credentials.append(f"console password of IAM user {name}")
        if which is Kind.PERMISSION_SET:
            self._unread.append(f"permission set {name}, whose assignments decide who gets it")

    def _trusts(self, name: str, resource: dict[str, Any], body: dict[str, Any]) -> list[Role]:
        """The role once for every different form of its trust policy."""
        found: dict[str, Role] = {}
        for document, when in self._forms(resource, body.get("AssumeRolePolicyDocument")):
            found.setdefault(repr(document), Role(name, trust_of(document), when=when))
        return list(found.values())

    def _managed(self, resource: dict[str, Any], body: dict[str, Any]) -> Iterator[str]:
        """ARNs of managed policies; those that the file itself creates are read where they are."""
        own = {
            placeholder(name)
            for name, one in self._resources.items()
            if mapping(one).get("Type") == "AWS::IAM::ManagedPolicy"
        }
        for key in ("ManagedPolicyArns", "ManagedPolicies"):
            for one in _spliced(body.get(key)):
                for form, _ in self._forms(resource, one):
                    yield from (text for text in _texts(form) if text not in own and text.partition(".")[0] not in own)
        for one in _spliced(body.get("CustomerManagedPolicyReferences")):
            yield f"customer managed policy {mapping(one).get('Name', '')}"

    def _instance_profile(self, name: str, body: dict[str, Any]) -> None:
        for one in _spliced(body.get("Roles")):
            role = mapping(one).get("Ref")
            if mapping(self._resources.get(str(role))).get("Type") != "AWS::IAM::Role":
                self._unread.append(f"the role of instance profile {name}, which this file does not create")

    def _nested(self, name: str, kind: str, resource: dict[str, Any], body: dict[str, Any]) -> None:
        words = f"{kind.rpartition('::')[2]} {name}"
        if body.get("TemplateBody") is None:
            url, *_ = [*self._forms(resource, body.get("TemplateURL")), ("", "")]
            where = plain(url[0]) if isinstance(url[0], str) else ""
            self._unread.append(f"the template of {words}{f' at {where[:_SHOWN]}' if where else ''}")
            return
        given = self._given(resource, body.get("Parameters"))
        for form, _ in self._forms(resource, body["TemplateBody"]):
            self._inner(name, words, form, given)

    def _inner(self, name: str, words: str, form: Any, given: Mapping[str, Any]) -> None:
        try:
            tree = _tree_of(form)
            if self._depth == MAX_NESTED or not is_template(tree):
                raise UnreadableError("")
            inner = _Reader(tree, self._budget, given=given, depth=self._depth + 1).read()
        except UnreadableError:
            self._unread.append(f"the template inside {words}")
            return
        self._roles += [
            Role(f"{name}/{one.name}", one.trust, one.policies, one.managed, one.kind, one.when) for one in inner.roles
        ]
        self._unread += [f"{one} in {words}" for one in inner.unread]
        self._credentials += [f"{one} in {words}" for one in inner.credentials]
        self._own |= inner.own

    def _given(self, resource: dict[str, Any], parameters: Any) -> dict[str, Any]:
        found = {}
        for one in _spliced(parameters):
            pair = mapping(one)
            values = [plain(form) for form, _ in self._forms(resource, pair.get("ParameterValue"))]
            # Several forms, or none: nobody can tell from the file which of them arrives.
            known = len(values) == 1 and isinstance(values[0], str)
            found[str(pair.get("ParameterKey"))] = values[0] if known else placeholder("a nested parameter")
        return found

    def _documents(self, resource: dict[str, Any], value: Any) -> list[Any]:
        """Every different form of a policy document."""
        return list({repr(form): form for form, _ in self._forms(resource, value)}.values())

    def _forms(self, resource: dict[str, Any], value: Any) -> list[tuple[Any, str]]:
        """Every form of a value in which its resource exists."""
        condition = resource.get("Condition")

        def resolve(choices: Choices) -> Any:
            if condition is not None and not self._values.holds(str(condition), choices):
                return NO_VALUE
            return self._values.resolve(value, choices)

        return [] if value is None else [one for one in forms(resolve) if one[0] is not NO_VALUE]


def _tree_of(form: Any) -> Any:
    if not isinstance(form, str):
        return form
    text = plain(form)
    return json_tree(text) if text.lstrip().startswith("{") else yaml_tree(text)


def _texts(form: Any) -> list[str]:
    items = form if isinstance(form, list) else [form]
    return [plain(one) for one in items if isinstance(one, str)]


def _spliced(value: Any) -> list[Any]:
    """A list's items, with the branches of conditions in their place; a condition around the list counts too."""
    if isinstance(value, dict) and "Fn::If" in value:
        return [item for branch in _branches(value) for item in _spliced(branch)]
    items = value if isinstance(value, list) else ([] if value is None else [value])
    found: list[Any] = []
    for item in items:
        is_condition = isinstance(item, dict) and "Fn::If" in item
        found += [part for branch in _branches(item) for part in _spliced(branch)] if is_condition else [item]
    return found


def _branches(value: dict[str, Any]) -> list[Any]:
    parts = value["Fn::If"]
    if not isinstance(parts, list) or len(parts) != 3:
        raise UnreadableError("The template has an Fn::If without its three parts. Correct it and attach it again.")
    return [one for one in parts[1:] if one != {"Ref": "AWS::NoValue"}]


def _expansions(tree: Mapping[str, Any]) -> Iterator[str]:
    """Transforms, includes and loops, wherever they are in the template."""
    for one in _listed(tree.get("Transform")):
        yield f"the transform {_transform(one)}, which CloudFormation runs at deployment"
    waiting: list[tuple[Any, str]] = [(tree, "")]
    while waiting:
        node, path = waiting.pop()
        if isinstance(node, dict):
            for key, item in node.items():
                if key == "Fn::Transform":
                    yield from (f"{_transform(one)} at {path or 'the top'}" for one in _listed(item))
                elif str(key).startswith("Fn::ForEach::"):
                    yield f"the loop {key} at {path or 'the top'}"
                waiting.append((item, f"{path}.{key}".lstrip(".") if path.count(".") < 3 else path))
        elif isinstance(node, list):
            waiting += [(item, path) for item in node]


def _transform(value: Any) -> str:
    """`AWS::Include of s3://bucket/file`."""
    if not isinstance(value, dict):
        return str(value)[:_SHOWN]
    location = mapping(value.get("Parameters")).get("Location")
    of = f" of {location}" if isinstance(location, str) and not PLACEHOLDER.search(location) else ""
    return f"{value.get('Name', 'a macro')}{of}"[:_SHOWN]


def _listed(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else ([] if value is None else [value])
