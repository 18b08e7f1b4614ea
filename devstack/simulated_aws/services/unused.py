"""Lists of things that nobody can make here, because moto does not play them: empty, unless an answer was given."""

from __future__ import annotations

from typing import Any

from devstack.simulated_aws.services.visit import Handler, Handlers, Visit
from devstack.simulated_aws.wire.answers import AwsError


def _nothing(name: str) -> Handler:
    def answer(_: Visit) -> dict[str, Any]:
        return {name: []}

    return answer


def _not_set_up(_: Visit) -> dict[str, Any]:
    """Elastic Disaster Recovery refuses every question of an account that never set it up."""
    raise AwsError("UninitializedAccountException", "Account is not initialized in the current region")


ARTIFACT: Handlers = {"ListCustomerAgreements": _nothing("customerAgreements")}
BACKUP: Handlers = {
    "ListProtectedResources": _nothing("Results"),
    "ListRestoreJobs": _nothing("RestoreJobs"),
    "ListRestoreTestingPlans": _nothing("RestoreTestingPlans"),
    "ListBackupJobSummaries": _nothing("BackupJobSummaries"),
}
CLOUDTRAIL_LAKE: Handlers = {"ListEventDataStores": _nothing("EventDataStores")}
DLM: Handlers = {"GetLifecyclePolicies": _nothing("Policies")}
DRS: Handlers = {"DescribeJobs": _not_set_up}
ELASTICACHE: Handlers = {"DescribeServerlessCaches": _nothing("ServerlessCaches")}
DSQL: Handlers = {"ListClusters": _nothing("clusters")}
DOCDB_ELASTIC: Handlers = {"ListClusters": _nothing("clusters")}
KEYSPACES: Handlers = {"ListKeyspaces": _nothing("keyspaces")}
OPENSEARCH_SERVERLESS: Handlers = {"ListCollections": _nothing("collectionSummaries")}
REDSHIFT_SERVERLESS: Handlers = {"ListNamespaces": _nothing("namespaces")}
WELLARCHITECTED: Handlers = {"ListWorkloads": _nothing("WorkloadSummaries")}
