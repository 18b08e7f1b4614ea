"""Gaps that a check finds in facts that were read."""

from __future__ import annotations

from scanners.engine.facts.policies import Policy
from scanners.engine.facts.unknown import Reason, Unknown

DETAILS_ACTION = "iam:GetAccountAuthorizationDetails"


def unreadable_policy(policy: Policy, *, action: str) -> Unknown:
    """The UNKNOWN for a policy document with parts that could not be read."""
    detail = "; ".join(f"{one.where}: {one.reason}" for one in policy.malformed[:3])
    return Unknown(Reason.MALFORMED, action, f"Part of the policy could not be read ({detail}).")
