"""IAM Access Analyzer, which moto lacks: the analyzers that an account's settings name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from devstack.simulated_aws.services.visit import Handlers, Visit

_SINCE = datetime(2025, 1, 7, 9, 0, tzinfo=UTC)


def list_analyzers(visit: Visit) -> dict[str, Any]:
    """The analyzers of external and of unused access, where the account has them."""
    region, account = visit.call.scope.region, visit.account
    analyzers = []
    if region in account.analyzed_regions:
        analyzers.append(_analyzer(account.account_id, region, "outside", "ACCOUNT"))
    if region in account.unused_access_regions:
        analyzers.append(_analyzer(account.account_id, region, "unused", "ACCOUNT_UNUSED_ACCESS"))
    return {"analyzers": analyzers}


def _analyzer(account_id: str, region: str, name: str, kind: str) -> dict[str, Any]:
    arn = f"arn:aws:access-analyzer:{region}:{account_id}:analyzer/{name}"
    return {"arn": arn, "name": name, "type": kind, "createdAt": _SINCE, "status": "ACTIVE"}


HANDLERS: Handlers = {"ListAnalyzers": list_analyzers}
