"""Roles of a Terraform file: aws_iam_role and its policies, as far as this one file tells.

What a module, a variable or a loop computes stands as a placeholder or is named as unread; nothing is evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import hcl2
from lark.exceptions import LarkError

from scanners.engine.documents.errors import UnreadableError
from scanners.engine.documents.roles import Parameter, Role, Template, placeholder, trust_of
from scanners.engine.facts.policies import parse_policy

MAX_CHARACTERS = 128 * 1024
_POLICY_RESOURCES = ("aws_iam_role_policy", "aws_iam_policy", "aws_iam_user_policy", "aws_iam_group_policy")
_ENCODED = re.compile(r"\$\{\s*jsonencode\((.*)\)\s*\}", re.DOTALL)
_DOCUMENT = re.compile(r"\$\{\s*data\.aws_iam_policy_document\.([\w-]+)\.(?:json|minified_json)\s*\}")
_HEREDOC = re.compile(r"<<-?(\w+)\n")
_INTERNAL = ("__is_block__", "__comments__", "__inline_comments__")
_UNREAD = "computed"


def template(text: str) -> Template:
    """Raises UnreadableError."""
    if len(text) > MAX_CHARACTERS:
        raise UnreadableError(f"The file is larger than {MAX_CHARACTERS // 1024} kB. Attach the role's file alone.")
    blocks = _Blocks(_parsed(text))
    roles = list(_roles(blocks))
    return Template(tuple(roles), dict(_parameters(blocks)), tuple(dict.fromkeys(blocks.unread)))


def _parsed(text: str) -> dict[str, Any]:
    try:
        tree = hcl2.loads(text if text.endswith("\n") else f"{text}\n")
    except RecursionError:
        raise UnreadableError("The file is nested too deeply.") from None
    except (LarkError, ValueError) as error:
        line = getattr(error, "line", None)
        place = f" near line {line}" if isinstance(line, int) and line > 0 else ""
        raise UnreadableError(f"The file is not Terraform that can be read{place}.") from None
    cleaned = _clean(tree)
    return cleaned if isinstance(cleaned, dict) else {}


def _clean(value: Any) -> Any:
    """Without the parser's marks: keys and texts lose their quotation marks."""
    if isinstance(value, dict):
        return {_unquoted(str(key)): _clean(item) for key, item in value.items() if key not in _INTERNAL}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return _unquoted(value) if isinstance(value, str) else value


def _unquoted(text: str) -> str:
    if len(text) < 2 or not (text[0] == text[-1] == '"'):
        return text
    inner = text[1:-1]
    opening = _HEREDOC.match(inner)
    if opening and inner.rstrip().endswith(opening[1]):
        return inner[opening.end() :].rstrip().removesuffix(opening[1]).rstrip()
    return inner.replace('\\"', '"').replace("\\\\", "\\")


class _Blocks:
    """The blocks of a file by kind, type and label, and what could not be followed."""

    def __init__(self, tree: dict[str, Any]) -> None:
        self._tree = tree
        self.unread: list[str] = []
        self._documents = dict(self.of("data", "aws_iam_policy_document"))

    def of(self, kind: str, *types: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Label and body of each block of these types."""
        for block in _bodies(self._tree, kind):
            for name, labelled in block.items():
                if name in types and isinstance(labelled, dict):
                    yield from ((label, body) for label, body in labelled.items() if isinstance(body, dict))

    def single(self, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Blocks with one label, like variables."""
        for block in _bodies(self._tree, kind):
            yield from ((name, body) for name, body in block.items() if isinstance(body, dict))

    def document(self, value: Any, where: str) -> Any:
        """A policy document as an object or JSON text; None, and noted as unread, when only Terraform can tell."""
        text = value if isinstance(value, str) else ""
        if encoded := _ENCODED.fullmatch(text.strip()):
            return _marked(_parsed(f"document = {encoded.group(1)}\n").get("document"))
        if named := _DOCUMENT.fullmatch(text.strip()):
            body = self._documents.get(named.group(1))
            if body is not None and not _is_computed(body):
                return _marked(_from_blocks(body))
        elif text.lstrip().startswith("{"):
            return _marked(text)
        self.unread.append(f"the policy of {where}, which Terraform computes")
        return None


def _marked(value: Any) -> Any:
    """Expressions become placeholders; `$${...}` is how a file writes a variable that AWS fills in."""
    if isinstance(value, dict):
        return {_marked(key): _marked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_marked(item) for item in value]
    return _with_placeholders(value) if isinstance(value, str) else value


def _with_placeholders(text: str) -> str:
    """By hand: an expression would look for the end of each `${` through the whole text."""
    parts, at = [], 0
    while (start := text.find("${", at)) >= 0 and (end := text.find("}", start)) >= 0:
        if start > at and text[start - 1] == "$":
            parts += [text[at : start - 1], text[start : end + 1]]
        else:
            parts += [text[at:start], placeholder(text[start + 2 : end].strip())]
        at = end + 1
    return "".join([*parts, text[at:]])


def _bodies(body: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The blocks of one name inside a body. Raises UnreadableError where something else stands in their place."""
    found = body.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise UnreadableError(f"The file has “{name}” in a form that is not understood. Write it as a block.")
    return found


def _is_computed(body: dict[str, Any]) -> bool:
    """It is completed by other documents or by loops."""
    return any(name in body for name in ("dynamic", "source_policy_documents", "override_policy_documents"))


def _from_blocks(body: dict[str, Any]) -> dict[str, Any]:
    """`data "aws_iam_policy_document"` as the JSON it stands for."""
    return {"Version": "2012-10-17", "Statement": [_statement(one) for one in _bodies(body, "statement")]}


def _statement(body: dict[str, Any]) -> dict[str, Any]:
    names = {
        "actions": "Action",
        "not_actions": "NotAction",
        "resources": "Resource",
        "not_resources": "NotResource",
        "sid": "Sid",
    }
    found: dict[str, Any] = {"Effect": body.get("effect", "Allow")}
    found |= {there: body[here] for here, there in names.items() if here in body}
    for here, there in (("principals", "Principal"), ("not_principals", "NotPrincipal")):
        for one in _bodies(body, here):
            named = found.setdefault(there, {}).setdefault(str(one.get("type", "")), [])
            named.extend(_listed(one.get("identifiers")))
    if found.get("Principal") in ({"*": ["*"]}, {"AWS": ["*"]}):
        found["Principal"] = "*"
    for one in _bodies(body, "condition"):
        keys = found.setdefault("Condition", {}).setdefault(str(one.get("test", "")), {})
        keys[str(one.get("variable", ""))] = _listed(one.get("values"))
    if "dynamic" in body:
        found[_UNREAD] = True  # an element no policy has: the statement counts as not understood
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _roles(blocks: _Blocks) -> Iterator[Role]:
    attached: dict[str, list[str]] = {}
    for label, body in blocks.of("resource", "aws_iam_role_policy_attachment", "aws_iam_policy_attachment"):
        attached.setdefault(_label_of(body.get("role"), label), []).extend(_arns(body.get("policy_arn", "")))
    for label, body in blocks.of("resource", "aws_iam_role"):
        trust = blocks.document(body.get("assume_role_policy"), f"role {label}")
        inline = [blocks.document(one.get("policy"), f"role {label}") for one in _bodies(body, "inline_policy")]
        if "dynamic" in body:
            blocks.unread.append(f"a loop in role {label}")
        yield Role(
            label,
            trust_of(trust) if trust is not None else None,
            tuple(parse_policy(one) for one in inline if one is not None),
            (*_arns(body.get("managed_policy_arns")), *attached.pop(label, ())),
        )
    for label, body in blocks.of("resource", *_POLICY_RESOURCES):
        document = blocks.document(body.get("policy"), label)
        if document is not None:
            yield Role(label, policies=(parse_policy(document),))
    for label, arns in attached.items():
        yield Role(label, managed=tuple(arns))
    blocks.unread += [f"module {name}" for name, _ in blocks.single("module")]


def _arns(value: Any) -> list[str]:
    return [str(_marked(one)) for one in _listed(value or [])]


def _label_of(reference: Any, otherwise: str) -> str:
    found = re.search(r"aws_iam_role\.([\w-]+)\.", str(reference))
    return found.group(1) if found else otherwise


def _parameters(blocks: _Blocks) -> Iterator[tuple[str, Parameter]]:
    for name, body in blocks.single("variable"):
        default = body.get("default")
        yield f"var.{name}", Parameter(name, None if default in (None, "null") else str(default))
