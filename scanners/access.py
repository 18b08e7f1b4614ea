"""Access functions of connections, scans and findings: 404 if not found or not yours, 403 for too small a role."""

from __future__ import annotations

from uuid import UUID

from ftrportal.organizations.access import get_row
from ftrportal.organizations.models import Membership, Role
from scanners.models import Connection, Finding, FindingException, Rollout, ScanRun


def get_connection(membership: Membership, connection_id: UUID, *, need: Role = Role.REVIEWER) -> Connection:
    """A connection of this organization, also a revoked one."""
    connection: Connection = get_row(
        Connection.objects.select_related("organization"), membership, need, pk=connection_id
    )
    return connection


def get_rollout(membership: Membership, rollout_id: UUID, *, need: Role = Role.REVIEWER) -> Rollout:
    """A rollout of this organization, also an ended one, with the connection it lists through."""
    rollout: Rollout = get_row(
        Rollout.objects.select_related("organization", "source"), membership, need, pk=rollout_id
    )
    return rollout


def get_run(membership: Membership, run_id: UUID, *, need: Role = Role.REVIEWER) -> ScanRun:
    """A scan of this organization, with its connection."""
    run: ScanRun = get_row(
        ScanRun.objects.select_related("organization", "connection", "requested_by"), membership, need, pk=run_id
    )
    return run


def get_finding(membership: Membership, finding_id: UUID, *, need: Role = Role.REVIEWER) -> Finding:
    """A finding of this organization, with its scan and connection."""
    finding: Finding = get_row(
        Finding.objects.select_related("organization", "run", "run__connection", "run__connection__organization"),
        membership,
        need,
        pk=finding_id,
    )
    return finding


def get_exception(membership: Membership, exception_id: UUID, *, need: Role = Role.REVIEWER) -> FindingException:
    """An accepted finding of this organization."""
    exception: FindingException = get_row(
        FindingException.objects.select_related("organization"), membership, need, pk=exception_id
    )
    return exception
