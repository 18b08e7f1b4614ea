"""The files of one Terraform module together: what their expressions refer to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from scanners.engine.documents.errors import UnreadableError
from scanners.engine.documents.roles import Parameter
from scanners.engine.documents.terraform_expressions import Evaluator, Scope, Step, stepped
from scanners.engine.documents.terraform_files import Block
from scanners.engine.documents.terraform_functions import settled
from scanners.engine.documents.terraform_policies import policy_document
from scanners.engine.documents.terraform_values import GAP, Choices, Computed

MAX_INSTANCES = 100
_PARTITION = {"partition": "aws", "dns_suffix": "amazonaws.com"}
_IDENTIFIERS = ("arn", "id", "name", "unique_id")


class Module:
    """Blocks by kind, type and label. `unread` collects what the values rest on and the files do not tell."""

    def __init__(self, blocks: list[Block], files: Mapping[str, str], variables: Mapping[str, Any]) -> None:
        self.evaluator = Evaluator()
        self.unread: dict[str, None] = {}
        self._files = files
        self._given = variables
        self._blocks = blocks
        self._at: dict[tuple[str, ...], Block] = {(one.kind, *one.labels): one for one in blocks}
        self._locals = {name: node for one in self.of("locals") for name, node in one.body.attributes.items()}
        self._open: list[tuple[str, ...]] = []

    def of(self, kind: str) -> Iterator[Block]:
        """The blocks of one kind, in the order of the files."""
        return (one for one in self._blocks if one.kind == kind)

    def scopes(self, block: Block, choices: Choices) -> list[Scope]:
        """One for each instance that `count` or `for_each` makes; one for all of them where that is not known."""
        scope = Scope(self, choices)
        attributes = block.body.attributes
        if "count" in attributes:
            count = self.evaluator.value(attributes["count"], scope)
            if isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= MAX_INSTANCES:
                return [scope.within({"count": {"index": number}}) for number in range(count)]
            return [scope.within({"count": {"index": Computed("count.index")}})]
        if "for_each" not in attributes:
            return [scope]
        items = self.settled(self.evaluator.value(attributes["for_each"], scope))
        if isinstance(items, list):
            items = {one if isinstance(one, str) else str(number): one for number, one in enumerate(items)}
        if not isinstance(items, dict) or len(items) > MAX_INSTANCES:
            items = {Computed("each.key"): Computed("each.value")}
        return [scope.within({"each": {"key": key, "value": value}}) for key, value in items.items()]

    def settled(self, value: Any) -> Any:
        """A variable's default list or map in its place, with the variable noted as replaceable."""
        found = settled(value)
        if found is not value:
            self.unread[f"the value of {value.name}, of which only the default was read"] = None
        return found

    def file(self, path: str) -> str | None:
        """Another file that was handed in, by its path from the module's folder, or by its name if that is unique."""
        wanted = path.removeprefix("./")
        if wanted in self._files:
            return self._files[wanted]
        name = wanted.rpartition("/")[2]
        found = [text for known, text in self._files.items() if known.rpartition("/")[2] == name]
        return found[0] if len(found) == 1 and name else None

    def refer(self, root: str, steps: list[Step], scope: Scope) -> Any:
        """The value of a reference such as `var.name` or `data.aws_iam_policy_document.trust[0].json`."""
        names = [str(key) for kind, key in steps if kind == "attribute"]
        if root == "var" and names:
            return stepped(self.variable(names[0]), steps[1:], scope)
        if root == "local" and names and names[0] in self._locals:
            value = self._guarded(("local", names[0]), self._locals[names[0]], Scope(self, scope.choices))
            return stepped(value, steps[1:], scope)
        if root == "path":
            return "."
        if root == "data" and len(names) > 1:
            return self._data(names[0], names[1], steps[2:], scope)
        if ("resource", root, *names[:1]) in self._at and len(names) > 1:
            return self._resource(root, names[0], steps[1:], scope)
        return stepped(Computed(root), steps, scope)

    def variable(self, name: str) -> Any:
        """What a variable is: only a deployment says, but for its default."""
        block = self._at.get(("variable", name))
        default = block.body.attributes.get("default") if block else None
        if name in self._given:
            default = self._given[name]
        value = self._guarded(("variable", name), default, Scope(self, Choices())) if default is not None else None
        return Computed(f"var.{name}", None if isinstance(value, Computed) else value)

    def parameters(self) -> dict[str, Parameter]:
        """The variables as what customers fill in."""
        found = {}
        for block in self.of("variable"):
            name = block.labels[0] if block.labels else ""
            default = self.variable(name).default
            kind: Any = block.body.attributes.get("type")
            text = str(getattr(kind, "text", "") or (kind.serialize() if hasattr(kind, "serialize") else ""))
            is_list = text.removeprefix("${").lstrip().startswith(("list", "set", "tuple"))
            shown = default if isinstance(default, str | None) else json.dumps(default, default=str)
            found[f"var.{name}"] = Parameter(f"var.{name}", shown, is_list=is_list)
        return found

    def _guarded(self, key: tuple[str, ...], node: Any, scope: Scope) -> Any:
        """The value; one that refers to itself is computed."""
        if key in self._open:
            return Computed(".".join(key))
        if len(self._open) > 40:
            raise UnreadableError("The file's values refer to each other too deeply. Attach `terraform show -json`.")
        self._open.append(key)
        try:
            return self.evaluator.value(node, scope)
        finally:
            self._open.pop()

    def _data(self, kind: str, label: str, steps: list[Step], scope: Scope) -> Any:
        if kind == "aws_partition" and steps:
            return _PARTITION.get(str(steps[-1][1]), Computed(f"data.aws_partition.{label}.{steps[-1][1]}"))
        block = self._at.get(("data", kind, label))
        if block is None or not steps:
            return stepped(Computed(f"data.{kind}.{label}"), steps, scope)
        attribute = str(steps[-1][1])
        if kind == "aws_iam_policy_document" and attribute in ("json", "minified_json"):
            return self._instances(block, steps[:-1], scope, self._document)
        if kind == "aws_iam_policy" and attribute in ("arn", "id"):
            return self._instances(block, steps[:-1], scope, self._managed)
        if kind == "aws_caller_identity":  # whatever it is called, it is the account that the files are applied in
            return Computed(f"data.aws_caller_identity.{attribute}")
        return stepped(Computed(f"data.{kind}.{label}"), steps, scope)

    def _resource(self, kind: str, label: str, steps: list[Step], scope: Scope) -> Any:
        attribute = str(steps[-1][1])
        block = self._at["resource", kind, label]
        if attribute in _IDENTIFIERS or attribute not in block.body.attributes:
            return self._without_splat(Computed(f"{kind}.{label}.{attribute}"), steps)

        def read(one: Block, place: Scope) -> Any:
            return self.evaluator.value(one.body.attributes[attribute], place)

        return self._instances(block, steps[:-1], scope, read)

    def _without_splat(self, value: Any, steps: list[Step]) -> Any:
        return [value] if ("all", None) in steps else value

    def _instances(self, block: Block, steps: list[Step], scope: Scope, read: Any) -> Any:
        """What `read` gives for the instance that the steps name: its number, its key, or all of them."""
        key = (block.kind, *block.labels)
        if key in self._open:
            return Computed(".".join(key))
        self._open.append(key)
        try:
            places = self.scopes(block, scope.choices)
            indexes = [one for kind, one in steps if kind == "index"]
            wanted = [one for one in places if _is_named(one, indexes[0])] if indexes else places
            found = list({repr(one): one for one in (read(block, place) for place in wanted or places)}.values())
        finally:
            self._open.pop()
        if any(kind == "all" for kind, _ in steps):
            return found
        if not found:
            return Computed(".".join(key))
        return found[scope.choices.pick(".".join(key), len(found))] if len(found) > 1 else found[0]

    def _document(self, block: Block, scope: Scope) -> Any:
        document = policy_document(block.body, scope, self.evaluator)
        for one in document["Statement"]:
            if GAP in one:
                self.unread[f"{one[GAP]} in the policy document {block.labels[1]}"] = None
        return json.dumps(document, ensure_ascii=False)

    def _managed(self, block: Block, scope: Scope) -> Any:
        attributes = block.body.attributes
        if "arn" in attributes:
            return self.evaluator.value(attributes["arn"], scope)
        name = self.evaluator.value(attributes["name"], scope) if "name" in attributes else None
        return f"arn:aws:iam::aws:policy/{name}" if isinstance(name, str) else Computed(f"data.{block.labels[1]}.arn")


def _is_named(scope: Scope, index: Any) -> bool:
    names = scope.names
    if "each" in names:
        return bool(names["each"]["key"] == index)
    return bool("count" in names and names["count"]["index"] == index)
