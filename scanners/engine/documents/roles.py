"""The roles and policies of a template, in one form whatever language they were written in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import unquote

from scanners.engine.documents.errors import UnreadableError
from scanners.engine.documents.trees import json_tree
from scanners.engine.facts.policies import EXTERNAL_ID_KEY, Policy, parse_policy

# What only a deployment knows stands between these signs: `${...}` in a policy is a variable that AWS fills in itself.
PLACEHOLDER = re.compile("⟨([^⟨⟩]*)⟩")
# Text that a function of the template computes and that is the same in every deployment.
_FIXED = re.compile("⟦([^⟦⟧]*)⟧")
_ID_OPERATORS = ("stringequals", "stringequalsignorecase", "stringlike")


def placeholder(name: object) -> str:
    """How a value from outside the file is written in a resolved policy."""
    return f"⟨{name}⟩"


def fixed(text: object) -> str:
    """How a value is written that looks computed and is the same for every customer; `plain` takes the marks off."""
    return f"⟦{text}⟧"


class Fixed(str):
    """A text that came from a function of the template and is the same for every customer."""

    __slots__ = ()


class Kind(StrEnum):
    """What a resource of the file is to the account it is created in."""

    ROLE = "role"
    USER = "IAM user"
    GROUP = "IAM group"
    PERMISSION_SET = "permission set"
    POLICY = "policy"
    RESOURCE_POLICY = "resource-based policy"


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something the customer fills in; `default` is None where there is none.

    `allowed` are the only values it takes, where the file lists them. `is_list` takes several values, `is_looked_up`
    takes the name of a stored value (an SSM parameter) and not the value.
    """

    name: str
    default: str | None = None
    allowed: tuple[str, ...] = ()
    is_list: bool = False
    is_looked_up: bool = False


@dataclass(frozen=True, slots=True)
class Trust:
    """A trust policy, and by statement index the texts it compares sts:ExternalId with, a tuple for each operator.

    All operators of a statement hold together; the texts of one are alternatives. `Policy` masks those values; a
    template's own are no secret and needed to see whether a parameter feeds them.
    """

    policy: Policy
    external_ids: Mapping[int, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True)
class Role:
    """One role, user or group, or policies without one (`trust` is None). `managed` are ARNs or what stands for them.

    `when` says under which conditions of the template it exists in this form; empty: always.
    """

    name: str
    trust: Trust | None = None
    policies: tuple[Policy, ...] = ()
    managed: tuple[str, ...] = ()
    kind: Kind = Kind.ROLE
    when: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """What a file creates.

    `unread` names parts ("nested stack Network") that only the tool that deploys the file could resolve. `credentials`
    names what hands out long-term credentials ("access key Key"). `own` are the placeholders for the account that the
    file is deployed in and for identities it creates there.
    """

    roles: tuple[Role, ...]
    parameters: Mapping[str, Parameter]
    unread: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    own: frozenset[str] = frozenset()


def trust_of(document: Any) -> Trust:
    """A trust policy from its resolved tree, or from its JSON text."""
    tree = _tree(document)
    return Trust(parse_policy(plain(tree)), _external_ids(tree))


def policy_of(document: Any) -> Policy:
    """A policy from its resolved tree or its JSON text, without the marks of this module."""
    return parse_policy(plain(_tree(document)))


def policy_template(document: Any, *, name: str = "") -> Template:
    """A bare policy document: a trust policy if a statement names a principal, else permissions."""
    is_trust = any("principal" in key or "notprincipal" in key for key in map(_lowered, _statements(document)))
    role = (
        Role(name or "the trust policy", trust=trust_of(document))
        if is_trust
        else Role(name or "the policy", policies=(policy_of(document),), kind=Kind.POLICY)
    )
    return Template((role,), {})


def plain(tree: Any) -> Any:
    """The tree with computed constants as ordinary text."""
    if isinstance(tree, dict):
        return {plain(key): plain(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [plain(value) for value in tree]
    return _FIXED.sub(r"\1", tree) if isinstance(tree, str) else tree


def _tree(document: Any) -> Any:
    """A document given as text, also URL-encoded as IAM's API returns it, as a tree; other text stays as it is."""
    if not isinstance(document, str):
        return document
    try:
        return json_tree(document if document.lstrip().startswith("{") else unquote(document))
    except UnreadableError:
        return document  # `parse_policy` says what is wrong with it


def _external_ids(document: Any) -> dict[int, tuple[tuple[str, ...], ...]]:
    found: dict[int, tuple[tuple[str, ...], ...]] = {}
    for index, statement in enumerate(_statements(document)):
        groups = tuple(_compared(_lowered(statement).get("condition")))
        if groups:
            found[index] = groups
    return found


def _compared(conditions: Any) -> list[tuple[str, ...]]:
    """The texts of each operator that compares the id. Operators that an absent id satisfies count if no other does."""
    strict: list[tuple[str, ...]] = []
    lenient: list[tuple[str, ...]] = []
    for operator, keys in conditions.items() if isinstance(conditions, dict) else ():
        qualifier, _, named = str(operator).lower().rpartition(":")
        values = _lowered(keys).get(EXTERNAL_ID_KEY)
        if named.removesuffix("ifexists") in _ID_OPERATORS and values is not None:
            texts = tuple(_text(one) for one in (values if isinstance(values, list) else [values]))
            is_lenient = named.endswith("ifexists") or qualifier == "forallvalues"
            (lenient if is_lenient else strict).append(texts)
    return strict or lenient


def _text(value: Any) -> str:
    text = str(value)
    is_fixed = bool(_FIXED.search(text)) and not PLACEHOLDER.search(text)
    return Fixed(plain(text)) if is_fixed else str(plain(text))


def _statements(document: Any) -> list[Any]:
    found = _lowered(document).get("statement", [])
    return found if isinstance(found, list) else [found]


def _lowered(item: Any) -> dict[str, Any]:
    return {str(key).lower(): value for key, value in item.items()} if isinstance(item, dict) else {}
