"""Macie, which moto plays as if every account had it: here only where the account's settings say so."""

from __future__ import annotations

from typing import Any

from devstack.simulated_aws.services.visit import Handlers, Visit
from devstack.simulated_aws.wire.answers import AwsError


def get_macie_session(visit: Visit) -> dict[str, Any] | None:
    """AWS refuses an account without Macie as if it lacked a permission."""
    if visit.call.scope.region not in visit.account.macie_regions:
        raise AwsError("AccessDeniedException", "Macie is not enabled.", status=403)
    return None


HANDLERS: Handlers = {"GetMacieSession": get_macie_session}
