"""EFS: the backup policy of file systems that only a given answer lists, which moto does not know."""

from __future__ import annotations

from typing import Any

from moto.efs.models import efs_backends

from devstack.simulated_aws.services.visit import Handlers, Visit
from devstack.simulated_aws.wire.answers import AwsError


def describe_backup_policy(visit: Visit) -> dict[str, Any] | None:
    """moto's answer for its own file systems; for others none was ever set.

    Raises AwsError PolicyNotFound, as AWS does for a file system without a backup policy.
    """
    known = efs_backends[visit.account.account_id][visit.call.scope.region].file_systems_by_id
    if visit.call.params["FileSystemId"] in known:
        return None
    raise AwsError("PolicyNotFound", "No backup policy was set for this file system.", status=404)


HANDLERS: Handlers = {"DescribeBackupPolicy": describe_backup_policy}
