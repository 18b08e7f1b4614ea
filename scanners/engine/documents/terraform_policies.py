"""`data "aws_iam_policy_document"` as the JSON policy it stands for, with the documents it builds on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from scanners.engine.documents.errors import UnreadableError
from scanners.engine.documents.terraform_expressions import Evaluator, Scope
from scanners.engine.documents.terraform_files import Block, Body
from scanners.engine.documents.terraform_functions import settled
from scanners.engine.documents.terraform_values import GAP, Computed, as_text, finished

MAX_ITERATIONS = 200
_ELEMENTS: Mapping[str, str] = {
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
}
_BASES = ("source_json", "source_policy_documents")
_OVERRIDES = ("override_json", "override_policy_documents")


def policy_document(body: Body, scope: Scope, evaluator: Evaluator) -> dict[str, Any]:
    """The document. What only Terraform computes stands in a statement under the key GAP."""
    own = [_statement(*one, evaluator) for one in nested(body, "statement", scope, evaluator)]
    found: list[dict[str, Any]] = []
    for name in _BASES:
        found = _merged(found, list(_from(body, name, scope, evaluator)))
    found = _merged(found, own)
    for name in _OVERRIDES:
        found = _merged(found, list(_from(body, name, scope, evaluator)))
    return {"Version": "2012-10-17", "Statement": found}


def nested(body: Body, name: str, scope: Scope, evaluator: Evaluator) -> Iterator[tuple[Body, Scope, str]]:
    """The blocks of one name, `dynamic` ones written out; the text says which loop is not known, if one is not."""
    for block in body.nested(name):
        yield block.body, scope, ""
    for block in body.nested("dynamic"):
        if block.labels[:1] == (name,):
            yield from _written_out(block, scope, evaluator)


def _written_out(block: Block, scope: Scope, evaluator: Evaluator) -> Iterator[tuple[Body, Scope, str]]:
    label = block.labels[0]
    iterator = block.body.attributes.get("iterator")
    name = as_text(evaluator.value(iterator, Scope(_Names(), scope.choices))) if iterator is not None else label
    items = evaluator.value(block.body.attributes.get("for_each"), scope)
    loop = f"the values of {items.name}" if isinstance(items, Computed) else ""
    items = settled(items)
    if isinstance(items, list):
        items = dict(enumerate(items))
    if not isinstance(items, dict) or len(items) > MAX_ITERATIONS:
        loop = loop or f"the loop over {label} blocks"
        items = {Computed(f"{name}.key"): Computed(f"{name}.value")}
    for key, value in items.items():
        inner = scope.within({name: {"key": key, "value": value}})
        for content in block.body.nested("content"):
            yield content.body, inner, loop


class _Names:
    """Bare words, as `iterator` takes them."""

    def refer(self, root: str, steps: list[Any], scope: Scope) -> Any:
        return root

    def file(self, path: str) -> str | None:
        return None


def _statement(body: Body, scope: Scope, loop: str, evaluator: Evaluator) -> dict[str, Any]:
    def value(name: str, block: Body = body, place: Scope = scope) -> Any:
        found = evaluator.value(block.attributes[name], place) if name in block.attributes else None
        return _with_variables(finished(settled(found)))

    found: dict[str, Any] = {"Effect": value("effect") or "Allow"}
    gaps = [loop] if loop else []
    if isinstance(sid := value("sid"), str) and sid:
        found["Sid"] = sid
    found |= {there: given for here, there in _ELEMENTS.items() if (given := value(here)) not in (None, [])}
    for here, there in (("principals", "Principal"), ("not_principals", "NotPrincipal")):
        for block, place, gap in nested(body, here, scope, evaluator):
            named = found.setdefault(there, {}).setdefault(as_text(value("type", block, place)), [])
            named += _listed(value("identifiers", block, place))
            gaps += [gap] if gap else []
    if found.get("Principal") in ({"*": ["*"]}, {"AWS": ["*"]}):
        found["Principal"] = "*"
    for block, place, gap in nested(body, "condition", scope, evaluator):
        keys = found.setdefault("Condition", {}).setdefault(as_text(value("test", block, place)), {})
        values = _listed(value("values", block, place))
        keys.setdefault(as_text(value("variable", block, place)), []).extend(values)
        gaps += [gap] if gap else []
    if "dynamic" in body.attributes and not body.is_json:
        raise UnreadableError("“dynamic” is written in a form that cannot be read. Write it as a block.")
    return found | ({GAP: gaps[0]} if gaps else {})


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _with_variables(value: Any) -> Any:
    """`&{aws:username}` is how these documents write a policy variable of IAM."""
    if isinstance(value, list):
        return [_with_variables(one) for one in value]
    return value.replace("&{", "${") if isinstance(value, str) else value


def _from(body: Body, name: str, scope: Scope, evaluator: Evaluator) -> Iterator[dict[str, Any]]:
    """Statements of the documents that this one builds on."""
    if name not in body.attributes:
        return
    value = settled(evaluator.value(body.attributes[name], scope))
    for one in _listed(value):
        yield from statements_in(one)


def statements_in(document: Any) -> Iterator[dict[str, Any]]:
    """The statements of a document given as JSON text; one with only GAP where it is not known."""
    if document in (None, ""):
        return
    tree: Any = None
    if isinstance(document, str):
        try:
            tree = json.loads(document)
        except (ValueError, RecursionError):
            tree = None
    found = tree.get("Statement") if isinstance(tree, dict) else None
    for one in _listed(found):
        known = isinstance(one, dict)
        yield one if known else {GAP: document.name if isinstance(document, Computed) else "a document that is no JSON"}


def _merged(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A statement of the second replaces one of the first with the same Sid."""
    sids = {one.get("Sid") for one in second if one.get("Sid")}
    return [one for one in first if not one.get("Sid") or one["Sid"] not in sids] + second
