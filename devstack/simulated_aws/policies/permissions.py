"""May this principal do this? Identity policies, boundary, session policies and service control policies together."""

from __future__ import annotations

from collections.abc import Iterable

from devstack.simulated_aws.policies.principals import Kind, Principal
from devstack.simulated_aws.policies.statements import Request, opinion

ALWAYS_ALLOWED = frozenset({"sts:GetCallerIdentity"})
EXPLICIT_DENY = "with an explicit deny"


def refusal(request: Request, *, caller: Principal, control_policies: Iterable[object] = ()) -> str | None:
    """Why the call is refused, in AWS's words after the action's name, or None when it is allowed."""
    if request.action in ALWAYS_ALLOWED:
        return None
    if opinion(control_policies, request).denies:
        return f"{EXPLICIT_DENY} in a service control policy"
    if caller.kind is Kind.ROOT:
        return None
    for documents, name in _layers(caller):
        if opinion(documents, request).denies:
            return f"{EXPLICIT_DENY} in {name}"
    for documents, name in _layers(caller):
        if not opinion(documents, request).allows:
            return f"because no {name.split(' ', 1)[1]} allows the {request.action} action"
    return None


def refusal_message(request: Request, *, caller: Principal, reason: str) -> str:
    """AWS's sentence for a refused call."""
    resource = "" if request.resource == "*" else f" on resource: {_quoted(request)}"
    return f"User: {caller.arn} is not authorized to perform: {request.action}{resource} {reason}"


def _quoted(request: Request) -> str:
    return f'"{request.resource}"' if request.action.startswith("s3:") else request.resource


def _layers(caller: Principal) -> list[tuple[tuple[object, ...], str]]:
    layers: list[tuple[tuple[object, ...], str]] = [(caller.identity_policies, "an identity-based policy")]
    if caller.boundary is not None:
        layers.append(((caller.boundary,), "a permissions boundary"))
    if caller.session_policies is not None:
        layers.append((caller.session_policies, "a session policy"))
    return layers
