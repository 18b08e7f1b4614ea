"""Terraform files as blocks, whether they are written in HCL or in JSON. Nothing is evaluated here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import hcl2
from hcl2.rules.base import AttributeRule, BlockRule, BodyRule
from lark.exceptions import LarkError

from scanners.engine.documents.errors import UnreadableError
from scanners.engine.documents.trees import json_tree

MAX_CHARACTERS = 128 * 1024
MAX_MODULE_CHARACTERS = 512 * 1024
JSON_ENDINGS = (".tf.json", ".tofu.json")
ENDINGS = (".tf", ".tofu", *JSON_ENDINGS)
# How many labels stand before the body of each kind of block.
_LABELS = {
    "resource": 2,
    "data": 2,
    "ephemeral": 2,
    "variable": 1,
    "module": 1,
    "output": 1,
    "provider": 1,
    "locals": 0,
}


@dataclass(frozen=True, slots=True)
class Template:
    """A string of a JSON file, in which Terraform fills in `${...}`."""

    text: str


@dataclass(frozen=True, slots=True)
class Body:
    """Attributes by name and nested blocks in order. An attribute is a syntax tree, or a value of a JSON file."""

    attributes: Mapping[str, Any]
    blocks: tuple[Block, ...] = ()
    is_json: bool = False

    def nested(self, name: str) -> list[Block]:
        """The blocks of one name. Raises UnreadableError where something else stands in their place."""
        found = [one for one in self.blocks if one.kind == name]
        if name not in self.attributes:
            return found
        value = self.attributes[name]
        items = value if isinstance(value, list) else [value]
        if self.is_json and all(isinstance(one, dict) for one in items):
            return found + [block for one in items for block in _json_nested(name, one)]
        raise UnreadableError(f"“{name}” is written in a form that cannot be read. Write it as a block.")


@dataclass(frozen=True, slots=True)
class Block:
    """One block: `resource "aws_iam_role" "reader" { ... }` has the kind "resource" and two labels."""

    kind: str
    labels: tuple[str, ...]
    body: Body


def is_terraform(name: str) -> bool:
    """The file's name says that it is Terraform or OpenTofu configuration."""
    return name.lower().endswith(ENDINGS)


def blocks_of(name: str, text: str) -> list[Block]:
    """The blocks of one file. Raises UnreadableError."""
    if len(text) > MAX_CHARACTERS:
        raise UnreadableError(
            f"The file is larger than {MAX_CHARACTERS // 1024} kB. Attach only the file that creates the role."
        )
    if name.lower().endswith(JSON_ENDINGS):
        return list(_json_blocks(json_tree(text)))
    return list(_body(parsed(text)).blocks)


def values_of(text: str) -> Mapping[str, Any]:
    """The attributes of a `.tfvars` file. Raises UnreadableError."""
    return _body(parsed(text)).attributes


def parsed(text: str) -> BodyRule:
    """The syntax tree of HCL. Raises UnreadableError."""
    try:
        return hcl2.parses(text if text.endswith("\n") else f"{text}\n", discard_comments=True).body
    except RecursionError:
        raise UnreadableError("The file is nested too deeply. Attach only the file that creates the role.") from None
    except (LarkError, ValueError) as error:
        line = getattr(error, "line", None)
        place = f" near line {line}" if isinstance(line, int) and line > 0 else ""
        raise UnreadableError(f"The file is not valid Terraform{place}. Run `terraform validate`.") from None


def expression(text: str) -> Any:
    """The syntax tree of one expression; None when it is none."""
    try:
        body = _body(parsed(f"value = {text}\n"))
    except UnreadableError:
        return None
    return body.attributes.get("value") if not body.blocks and len(body.attributes) == 1 else None


def _body(rule: BodyRule) -> Body:
    attributes: dict[str, Any] = {}
    blocks: list[Block] = []
    for child in rule.children:
        if isinstance(child, AttributeRule):
            name = str(child.identifier.token.value)
            if name in attributes:
                raise UnreadableError(f"The attribute “{name[:60]}” is set twice in one block. Remove one.")
            attributes[name] = child.expression
        elif isinstance(child, BlockRule):
            first, *labels = (_label(one) for one in child.labels)
            blocks.append(Block(first, tuple(labels), _body(child.body)))
    return Body(attributes, tuple(blocks))


def _label(rule: Any) -> str:
    return str(rule.serialize()).strip('"')


def _json_blocks(tree: Any) -> Iterator[Block]:
    if not isinstance(tree, dict):
        raise UnreadableError('The file is not Terraform JSON. It begins with an object such as {"resource": {...}}.')
    for kind, value in tree.items():
        for labels, body in _labelled(value, _LABELS.get(str(kind), 1)):
            yield Block(str(kind), labels, _json_body(body))


def _labelled(value: Any, depth: int) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Bodies under their labels; a list in the place of an object holds several of them."""
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, dict):
            continue
        if depth == 0:
            yield (), one
            continue
        for label, inner in one.items():
            yield from (((str(label), *labels), body) for labels, body in _labelled(inner, depth - 1))


def _json_body(value: dict[str, Any]) -> Body:
    return Body({str(key): _json_value(one) for key, one in value.items()}, is_json=True)


def _json_value(value: Any) -> Any:
    if isinstance(value, str):
        return Template(value)
    if isinstance(value, list):
        return [_json_value(one) for one in value]
    return {str(key): _json_value(one) for key, one in value.items()} if isinstance(value, dict) else value


def _json_nested(name: str, value: dict[str, Any]) -> Iterator[Block]:
    if name != "dynamic":
        yield Block(name, (), Body(value, is_json=True))
        return
    for label, inner in value.items():
        for one in inner if isinstance(inner, list) else [inner]:
            if isinstance(one, dict):
                yield Block(name, (label,), Body(one, is_json=True))


def is_plan_or_state(tree: Any) -> bool:
    """The output of `terraform show -json`, or a state file."""
    if not isinstance(tree, dict):
        return False
    is_shown = "format_version" in tree and ("planned_values" in tree or "values" in tree)
    return is_shown or ("terraform_version" in tree and isinstance(tree.get("resources"), list))


def planned_blocks(tree: dict[str, Any]) -> list[Block]:
    """The resources of a plan or a state, all values known."""
    if isinstance(tree.get("resources"), list):
        return [block for one in tree["resources"] for block in _state_blocks(one)]
    shown = tree.get("planned_values") or tree.get("values")
    waiting = [shown.get("root_module") if isinstance(shown, dict) else None]
    found: list[Block] = []
    while waiting:
        module = waiting.pop()
        if not isinstance(module, dict):
            continue
        waiting += [*(module.get("child_modules") or [])]
        for one in module.get("resources") or []:
            if isinstance(one, dict) and one.get("mode", "managed") == "managed":
                found.append(_planned(one.get("type"), one.get("name"), one.get("values")))
    return found


def _state_blocks(resource: Any) -> Iterator[Block]:
    if not isinstance(resource, dict) or resource.get("mode", "managed") != "managed":
        return
    for one in resource.get("instances") or []:
        if isinstance(one, dict):
            yield _planned(resource.get("type"), resource.get("name"), one.get("attributes"))


def _planned(kind: Any, name: Any, values: Any) -> Block:
    given = values if isinstance(values, dict) else {}
    kept = {str(key): one for key, one in given.items() if one is not None}
    return Block("resource", (str(kind), str(name)), Body(kept, is_json=True))
