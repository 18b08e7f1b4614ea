"""IAM Access Analyzer, which moto lacks: the analyzers that an account's settings name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ftrportal.devstack.aws.services.visit import Handlers, Visit

_SINCE = datetime(2025, 1, 7, 9, 0, tzinfo=UTC)


def list_analyzers(visit: Visit) -> dict[str, Any]:
    """One analyzer of external access in each region the account has one in."""
    region, account = visit.call.scope.region, visit.account
    if region not in account.analyzed_regions:
        return {"analyzers": []}
    analyzer = {
        "arn": f"arn:aws:access-analyzer:{region}:{account.account_id}:analyzer/outside",
        "name": "outside",
        "type": "ACCOUNT",
        "createdAt": _SINCE,
        "status": "ACTIVE",
    }
    return {"analyzers": [analyzer]}


HANDLERS: Handlers = {"ListAnalyzers": list_analyzers}
