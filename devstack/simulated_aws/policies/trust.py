"""May this principal assume this role? The question moto never asks."""

from __future__ import annotations

from dataclasses import dataclass

from devstack.simulated_aws.policies.conditions import Context
from devstack.simulated_aws.policies.permissions import EXPLICIT_DENY, refusal
from devstack.simulated_aws.policies.principals import Kind, Principal, names_exactly
from devstack.simulated_aws.policies.statements import Request, applying_statements


@dataclass(frozen=True)
class TrustQuestion:
    """One AssumeRole: the role and what the caller sent. `actions` grows with session tags and source identity."""

    role_arn: str
    role_account: str
    context: Context
    actions: tuple[str, ...] = ("sts:AssumeRole",)


def refused_action(question: TrustQuestion, *, trust_policy: object, caller: Principal) -> str | None:
    """The first action that is refused, or None when the role may be assumed."""
    for action in question.actions:
        request = Request(action, question.role_arn, question.context)
        if not _allowed(request, trust_policy, question.role_account, caller):
            return action
    return None


def _allowed(request: Request, trust_policy: object, role_account: str, caller: Principal) -> bool:
    if caller.kind not in {Kind.ROLE, Kind.USER}:  # AWS lets no root user assume a role
        return False
    statements = applying_statements(trust_policy, request, caller=caller)
    effects = {statement.get("Effect") for statement in statements}
    if "Deny" in effects or "Allow" not in effects:
        return False
    reason = refusal(request, caller=caller)
    if reason is None or reason.startswith(EXPLICIT_DENY):
        return reason is None
    named = any(names_exactly(item.get("Principal"), caller) for item in statements if item.get("Effect") == "Allow")
    return named and role_account == caller.account_id
