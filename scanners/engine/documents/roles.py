"""The roles and policies of a template, in one form whatever language they were written in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scanners.engine.facts.policies import EXTERNAL_ID_KEY, Policy, parse_policy

# What only a deployment knows stands between these signs: `${...}` in a policy is a variable that AWS fills in itself.
PLACEHOLDER = re.compile("⟨([^⟨⟩]*)⟩")


def placeholder(name: object) -> str:
    """How a value from outside the file is written in a resolved policy."""
    return f"⟨{name}⟩"


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something the customer fills in; `default` is None where there is none."""

    name: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Trust:
    """A trust policy, and by statement index the texts it compares sts:ExternalId with.

    `Policy` masks those values; a template's own are no secret and needed to see whether a parameter feeds them.
    """

    policy: Policy
    external_ids: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Role:
    """One role, or policies that stand without one (`trust` is None). `managed` are ARNs or what stands for them."""

    name: str
    trust: Trust | None = None
    policies: tuple[Policy, ...] = ()
    managed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """What a file holds. `unread` names parts that are computed where only the tool that deploys it could tell."""

    roles: tuple[Role, ...]
    parameters: Mapping[str, Parameter]
    unread: tuple[str, ...] = ()


def trust_of(document: Any) -> Trust:
    """A trust policy from its resolved tree."""
    return Trust(parse_policy(document), _external_ids(document))


def policy_template(document: Any) -> Template:
    """A bare policy document: a trust policy if a statement names a principal, else permissions."""
    is_trust = any("principal" in key or "notprincipal" in key for key in map(_lowered, _statements(document)))
    role = (
        Role("the trust policy", trust=trust_of(document))
        if is_trust
        else Role("the policy", policies=(parse_policy(document),))
    )
    return Template((role,), {})


def _external_ids(document: Any) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for index, statement in enumerate(_statements(document)):
        conditions = _lowered(statement).get("condition")
        texts: list[str] = []
        for keys in conditions.values() if isinstance(conditions, dict) else ():
            values = _lowered(keys).get(EXTERNAL_ID_KEY, ())
            texts += [str(one) for one in (values if isinstance(values, list) else [values])]
        if texts:
            found[index] = tuple(texts)
    return found


def _statements(document: Any) -> list[Any]:
    found = _lowered(document).get("statement", [])
    return found if isinstance(found, list) else [found]


def _lowered(item: Any) -> dict[str, Any]:
    return {str(key).lower(): value for key, value in item.items()} if isinstance(item, dict) else {}
