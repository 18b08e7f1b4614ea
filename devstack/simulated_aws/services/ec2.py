"""EC2: Regions that agree with the account's, and what moto does not know of snapshots."""

from __future__ import annotations

from typing import Any

from devstack.simulated_aws.services.visit import Handlers, Visit
from devstack.simulated_aws.state.accounts import DEFAULT_REGIONS, OPT_IN_REGIONS

_OPT_IN_STATUS = {"ENABLED_BY_DEFAULT": "opt-in-not-required", "ENABLED": "opted-in", "DISABLED": "not-opted-in"}


def describe_regions(visit: Visit) -> dict[str, Any]:
    """The regions the account may use, or with AllRegions every region."""
    params = visit.call.params
    known = {*DEFAULT_REGIONS, *OPT_IN_REGIONS, *visit.account.opt_in_enabled}
    named = params.get("RegionNames") or known
    regions = [
        {
            "RegionName": name,
            "Endpoint": f"ec2.{name}.amazonaws.com",
            "OptInStatus": _OPT_IN_STATUS[visit.account.region_status(name)],
        }
        for name in sorted(named)
        if params.get("AllRegions") or visit.account.region_status(name) != "DISABLED"
    ]
    return {"Regions": regions}


def describe_public_snapshots(visit: Visit) -> dict[str, Any] | None:
    """No snapshot is public unless an answer was given: moto does not look at who may restore one."""
    return {"Snapshots": []} if visit.call.params.get("RestorableByUserIds") else None


def get_snapshot_block_public_access_state(_: Visit) -> dict[str, Any]:
    """Sharing is not blocked unless an answer was given, as in an account that never set it."""
    return {"State": "unblocked", "ManagedBy": "account"}


HANDLERS: Handlers = {
    "DescribeRegions": describe_regions,
    "DescribeSnapshots": describe_public_snapshots,
    "GetSnapshotBlockPublicAccessState": get_snapshot_block_public_access_state,
}
