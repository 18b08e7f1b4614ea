"""Policy documents: which statements apply to a request, and what they say."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from devstack.simulated_aws.policies.conditions import Context, conditions_hold
from devstack.simulated_aws.policies.patterns import as_list, matches, strings
from devstack.simulated_aws.policies.principals import Principal, names_principal


@dataclass(frozen=True)
class Request:
    """What is asked: an action on a resource. `resource` is "*" when the call names none."""

    action: str
    resource: str
    context: Context


@dataclass(frozen=True)
class Opinion:
    """What a set of documents says about a request."""

    allows: bool
    denies: bool


def parse_document(text: object) -> object:
    """A policy's JSON as an object; what cannot be read is an empty policy and allows nothing."""
    if not isinstance(text, str):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return {}


def opinion(documents: Iterable[object], request: Request, *, caller: Principal | None = None) -> Opinion:
    """What the documents together say. With `caller`, they are resource policies and must name it."""
    applying = [
        statement.get("Effect")
        for document in documents
        for statement in _statements(document)
        if _applies(statement, request, caller)
    ]
    return Opinion(allows="Allow" in applying, denies="Deny" in applying)


def applying_statements(document: object, request: Request, *, caller: Principal) -> list[Mapping[str, object]]:
    """The statements of a resource policy that apply to the caller's request."""
    return [statement for statement in _statements(document) if _applies(statement, request, caller)]


def _statements(document: object) -> Iterator[Mapping[str, object]]:
    if isinstance(document, Mapping):
        for statement in as_list(document.get("Statement", [])):
            if isinstance(statement, Mapping):
                yield statement


def _applies(statement: Mapping[str, object], request: Request, caller: Principal | None) -> bool:
    if caller is not None and not _principal_fits(statement, caller):
        return False
    if not _action_fits(statement, request.action):
        return False
    if not _resource_fits(statement, request.resource, needed=caller is None):
        return False
    holds = conditions_hold(statement.get("Condition", {}), request.context)
    return holds is not False if statement.get("Effect") == "Deny" else holds is True


def _principal_fits(statement: Mapping[str, object], caller: Principal) -> bool:
    if "NotPrincipal" in statement:
        return "Principal" not in statement and not names_principal(statement["NotPrincipal"], caller)
    return names_principal(statement.get("Principal"), caller)


def _action_fits(statement: Mapping[str, object], action: str) -> bool:
    if "NotAction" in statement:
        named = strings(statement["NotAction"])
        return bool(named) and not any(matches(action, item, ignore_case=True) for item in named)
    return any(matches(action, item, ignore_case=True) for item in strings(statement.get("Action", [])))


def _resource_fits(statement: Mapping[str, object], resource: str, *, needed: bool) -> bool:
    if "NotResource" in statement:
        return not any(matches(resource, item) for item in strings(statement["NotResource"]))
    if "Resource" not in statement:  # trust policies have none: the role is the resource
        return not needed
    return any(matches(resource, item) for item in strings(statement["Resource"]))
