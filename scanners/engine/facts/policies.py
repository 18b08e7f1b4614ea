"""A policy document as typed statements, whatever text or object AWS handed over.

Nothing in a document makes the parser fail: what it does not understand becomes a `Malformed` beside the statements
it did understand, so a check can still find a fault and will not pass what it could not read. External ids of other
vendors are masked while reading; facts never hold them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from scanners.engine.facts.conditions import effective_allows, never_holds

MAX_TEXT = 1_000_000
MAX_STATEMENTS = 10_000
MAX_VALUES = 200_000
EXTERNAL_ID_KEY = "sts:externalid"

_ELEMENTS = frozenset(
    ["sid", "effect", "principal", "notprincipal", "action", "notaction", "resource", "notresource", "condition"]
)
_ANY_OF, _ALL_BUT = ("principal", "action", "resource"), ("notprincipal", "notaction", "notresource")
_PRINCIPAL_KINDS = {"aws": "AWS", "service": "Service", "federated": "Federated", "canonicaluser": "CanonicalUser"}
_LITERAL = re.compile(r"[^*?]+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Principal:
    """Whom a statement names: `kind` is AWS, Service, Federated, CanonicalUser, or `*` for a bare star."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One key of a condition operator.

    `operator` is lower case without qualifier and suffix ("stringequals"), `qualifier` is "", "forallvalues" or
    "foranyvalue", `key` is lower case. Values of sts:ExternalId are masked: only their wildcards remain.
    """

    operator: str
    qualifier: str
    if_exists: bool
    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. An element that is absent is an empty tuple, so at most one of each pair is filled.

    `alternatives` is filled by `Policy.allows` only: of the conditions of each group at least one must hold.
    """

    index: int
    sid: str
    effect: str
    principals: tuple[Principal, ...] = ()
    not_principals: tuple[Principal, ...] = ()
    actions: tuple[str, ...] = ()
    not_actions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    not_resources: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    alternatives: tuple[tuple[Condition, ...], ...] = ()

    @property
    def is_allow(self) -> bool:
        """Grants; otherwise it denies."""
        return self.effect == "Allow"

    @property
    def label(self) -> str:
        """How to point at it: its Sid, or its place counted from one."""
        return self.sid or f"statement {self.index + 1}"


@dataclass(frozen=True, slots=True)
class Malformed:
    """A part that could not be understood; `where` is "document" or the statement's place."""

    reason: str
    where: str


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy document: what was understood and what was not."""

    statements: tuple[Statement, ...]
    malformed: tuple[Malformed, ...] = ()

    @property
    def is_readable(self) -> bool:
        """Every part was understood: only then may its silence count."""
        return not self.malformed

    @property
    def allows(self) -> Iterator[Statement]:
        """Statements that grant, with what the Denies of a resource's policy demand of them as conditions."""
        return effective_allows(self.statements)

    @property
    def denies(self) -> Iterator[Statement]:
        """Statements that deny."""
        return (statement for statement in self.statements if not statement.is_allow)


class _BadPolicyError(ValueError):
    """Carries the reason of a `Malformed`."""


def parse_policy(document: object) -> Policy:
    """Read a document given as JSON text, URL-encoded JSON text or an already parsed object."""
    try:
        statements = _statement_objects(_document_object(document))
    except _BadPolicyError as error:
        return Policy((), (Malformed(str(error), "document"),))
    parsed: list[Statement] = []
    malformed: list[Malformed] = []
    budget = _Budget(MAX_VALUES)
    for index, item in enumerate(statements):
        try:
            statement = _statement(index, item, budget)
            if statement:
                parsed.append(statement)
        except _BadPolicyError as error:
            malformed.append(Malformed(str(error), f"statement {index + 1}"))
            if budget.left < 0:
                break
    return Policy(tuple(parsed), tuple(malformed))


def mask_external_id(value: str) -> str:
    """Keep only the wildcards: `acme-*` becomes `…*`. No id has a `$`, so that is a variable: the caller's text."""
    return "*" if "${" in value else _LITERAL.sub("…", value)


class _Budget:
    """Bounds the number of values one document may make us keep."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, amount: int) -> None:
        self.left -= amount
        if self.left < 0:
            raise _BadPolicyError("too_many_values")


def _document_object(document: object) -> Mapping[str, object]:
    if isinstance(document, str):
        document = _parsed_text(document)
    if not isinstance(document, Mapping):
        raise _BadPolicyError("not_an_object")
    return _folded(document, frozenset({"version", "id", "statement"}))


def _parsed_text(text: str) -> object:
    if len(text) > MAX_TEXT:
        raise _BadPolicyError("too_large")
    if not text.lstrip().startswith("{"):
        text = unquote(text)
    try:
        return json.loads(text, object_pairs_hook=_unique_keys)
    except _BadPolicyError:
        raise
    except RecursionError:
        raise _BadPolicyError("too_deep") from None
    except ValueError:
        raise _BadPolicyError("not_json") from None


def _unique_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise _BadPolicyError("duplicate_key")
    return result


def _folded(item: Mapping[object, object], known: frozenset[str]) -> dict[str, object]:
    """Lower-case keys; two spellings of one key, or a key we do not know, could change the meaning."""
    result: dict[str, object] = {}
    for key, value in item.items():
        name = str(key).lower()
        if name not in known:
            raise _BadPolicyError("unknown_element")
        if name in result:
            raise _BadPolicyError("duplicate_key")
        result[name] = value
    return result


def _statement_objects(document: Mapping[str, object]) -> list[object]:
    if "statement" not in document:
        raise _BadPolicyError("no_statement")
    found = document["statement"]
    items = list(found) if isinstance(found, list | tuple) else [found]
    if len(items) > MAX_STATEMENTS:
        raise _BadPolicyError("too_many_statements")
    return items


def _statement(index: int, item: object, budget: _Budget) -> Statement | None:
    """The statement, or nothing where an empty list makes it apply to nothing at all."""
    if not isinstance(item, Mapping):
        raise _BadPolicyError("not_an_object")
    element = _folded(item, _ELEMENTS)
    effect = element.get("effect")
    if effect not in ("Allow", "Deny"):
        raise _BadPolicyError("bad_effect")
    if None in element.values():
        raise _BadPolicyError("bad_value")
    sid = element.get("sid", "")
    _one_of(element, "action", "notaction", required=True)
    _one_of(element, "resource", "notresource", required=False)
    _one_of(element, "principal", "notprincipal", required=False)
    conditions = _conditions(element.get("condition"), budget)
    statement = Statement(
        index=index,
        sid=sid if isinstance(sid, str) else "",
        effect=str(effect),
        principals=_principals(element.get("principal"), budget),
        not_principals=_principals(element.get("notprincipal"), budget),
        actions=_texts(element.get("action"), budget),
        not_actions=_texts(element.get("notaction"), budget),
        resources=_texts(element.get("resource"), budget),
        not_resources=_texts(element.get("notresource"), budget),
        conditions=conditions,
    )
    if any(_is_empty(element.get(name)) for name in _ANY_OF) or never_holds(conditions):
        return None
    if any(_is_empty(element.get(name)) for name in _ALL_BUT) or any(not one.values for one in conditions):
        raise _BadPolicyError("bad_value")
    return statement


def _is_empty(value: object) -> bool:
    """An empty list, or principals of nothing but empty lists."""
    if isinstance(value, Mapping):
        return all(isinstance(one, list | tuple) and not one for one in value.values())
    return isinstance(value, list | tuple) and not value


def _one_of(element: Mapping[str, object], one: str, other: str, *, required: bool) -> None:
    present = (one in element) + (other in element)
    if present == 2 or (required and not present):
        raise _BadPolicyError(f"bad_{one}")


def _texts(value: object, budget: _Budget) -> tuple[str, ...]:
    if value is None:
        return ()
    items = tuple(value) if isinstance(value, list | tuple) else (value,)
    if not all(isinstance(item, str) for item in items):
        raise _BadPolicyError("bad_value")
    budget.spend(len(items))
    return tuple(str(item) for item in items)


def _principals(value: object, budget: _Budget) -> tuple[Principal, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        if value != "*":
            raise _BadPolicyError("bad_principal")
        return (Principal("*", "*"),)
    if not isinstance(value, Mapping):
        raise _BadPolicyError("bad_principal")
    kinds = _folded(value, frozenset(_PRINCIPAL_KINDS))
    if None in kinds.values():
        raise _BadPolicyError("bad_value")
    return tuple(
        Principal(_PRINCIPAL_KINDS[kind], text) for kind, texts in kinds.items() for text in _texts(texts, budget)
    )


def _conditions(value: object, budget: _Budget) -> tuple[Condition, ...]:
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        raise _BadPolicyError("bad_condition")
    found: list[Condition] = []
    for operator, keys in value.items():
        if not isinstance(keys, Mapping):
            raise _BadPolicyError("bad_condition")
        found.extend(_operator_conditions(str(operator), keys, budget))
    names = [(one.qualifier, one.operator, one.if_exists, one.key) for one in found]
    if len(set(names)) != len(names):
        raise _BadPolicyError("duplicate_key")
    return tuple(found)


def _operator_conditions(operator: str, keys: Mapping[object, object], budget: _Budget) -> Iterator[Condition]:
    qualifier, colon, base = operator.lower().rpartition(":")
    if colon and qualifier not in ("forallvalues", "foranyvalue"):
        raise _BadPolicyError("bad_condition")
    if_exists = base.endswith("ifexists")
    base = base.removesuffix("ifexists")
    for raw_key, raw_values in keys.items():
        key = str(raw_key).lower()
        values = _condition_values(raw_values, budget)
        if key == EXTERNAL_ID_KEY and base != "null":
            values = tuple(mask_external_id(one) for one in dict.fromkeys(values))
        yield Condition(base, qualifier, if_exists, key, values)


def _condition_values(value: object, budget: _Budget) -> tuple[str, ...]:
    items: Iterable[object] = value if isinstance(value, list | tuple) else (value,)
    values = tuple(_condition_text(item) for item in items)
    budget.spend(len(values))
    return values


def _condition_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise _BadPolicyError("bad_condition")
