"""Text as a tree of plain dicts, lists and strings, whatever stands in it: bounded, nothing run, nothing fetched."""

from __future__ import annotations

import json
from typing import Any

import yaml

from scanners.engine.documents.errors import UnreadableError

MAX_BYTES = 512 * 1024
MAX_DEPTH = 60
MAX_NODES = 60_000


def text_of(data: bytes, *, most: int = MAX_BYTES, instead: str = "Attach only the template of the role.") -> str:
    """The document's text. Raises UnreadableError when it is too large or not UTF-8."""
    if len(data) > most:
        raise UnreadableError(f"The file is larger than {most // 1024:,} kB. {instead}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError("The file is not UTF-8 text. Save it as UTF-8 and attach it again.") from None


def json_tree(text: str) -> Any:
    """JSON; a key that stands twice is refused, since readers differ in which one counts."""
    try:
        tree = json.loads(text, object_pairs_hook=_unique)
    except RecursionError:
        raise UnreadableError("The file is nested too deeply.") from None
    except ValueError as error:
        raise UnreadableError(f"The file is not JSON: {str(error)[:120]}.") from None
    count_nodes(tree, MAX_NODES)
    return tree


def yaml_tree(text: str) -> Any:
    """YAML as CloudFormation takes it: scalars stay text, short tags (`!Sub`) become their long form (`Fn::Sub`)."""
    try:
        _refuse_traps(text)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        place = f" near line {where.line + 1}" if where is not None else ""
        raise UnreadableError(f"The file is not valid YAML{place}.") from None
    return None if node is None else _plain(node)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise UnreadableError(f"The key “{key[:60]}” occurs twice in one object. Remove one.")
        found[key] = value
    return found


def _refuse_traps(text: str) -> None:
    """Aliases grow without bound when followed and CloudFormation knows none; depth and size are bounded here too."""
    depth = 0
    for nodes, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
        if isinstance(event, yaml.AliasEvent):
            raise UnreadableError("The file uses YAML aliases (*name), which CloudFormation does not accept.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            raise UnreadableError("The file is nested too deeply or too large. Attach only the template of the role.")


def _plain(node: yaml.Node) -> Any:
    value: Any
    if isinstance(node, yaml.MappingNode):
        value = _unique([(_key(key), _plain(item)) for key, item in node.value])
    elif isinstance(node, yaml.SequenceNode):
        value = [_plain(item) for item in node.value]
    else:
        value = node.value
    return _long_form(node.tag, value) if node.tag.startswith("!") else value


def _key(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise UnreadableError("The file has a key that is not text.")
    return str(node.value)


def _long_form(tag: str, value: Any) -> dict[str, Any]:
    name = tag[1:]
    return {name if name in ("Ref", "Condition") else f"Fn::{name}": value}


def count_nodes(tree: Any, most: int) -> int:
    """How many values a tree holds; a part that stands in several places counts in each. Raises UnreadableError."""
    waiting, nodes = [(tree, 0)], 0
    while waiting:
        node, depth = waiting.pop()
        nodes += 1
        if depth > MAX_DEPTH or nodes > most:
            raise UnreadableError("The file is nested too deeply or too large. Attach only the template of the role.")
        if isinstance(node, dict | list):
            waiting += [(item, depth + 1) for item in (node.values() if isinstance(node, dict) else node)]
    return nodes
