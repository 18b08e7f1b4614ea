"""Lists of things that nobody can make here, because moto does not play them: they are empty, as in a new account."""

from __future__ import annotations

from typing import Any

from ftrportal.devstack.aws.services.visit import Handler, Handlers, Visit
from ftrportal.devstack.aws.wire.answers import AwsError


def _nothing(name: str) -> Handler:
    def answer(_: Visit) -> dict[str, Any]:
        return {name: []}

    return answer


def _not_set_up(_: Visit) -> dict[str, Any]:
    """Elastic Disaster Recovery refuses every question of an account that never set it up."""
    raise AwsError("UninitializedAccountException", "Account is not initialized in the current region")


BACKUP: Handlers = {
    "ListProtectedResources": _nothing("Results"),
    "ListRestoreJobs": _nothing("RestoreJobs"),
    "ListRestoreTestingPlans": _nothing("RestoreTestingPlans"),
    "ListBackupJobSummaries": _nothing("BackupJobSummaries"),
}
DLM: Handlers = {"GetLifecyclePolicies": _nothing("Policies")}
DRS: Handlers = {"DescribeJobs": _not_set_up}
ELASTICACHE: Handlers = {"DescribeServerlessCaches": _nothing("ServerlessCaches")}
REDSHIFT_SERVERLESS: Handlers = {"ListNamespaces": _nothing("namespaces")}
