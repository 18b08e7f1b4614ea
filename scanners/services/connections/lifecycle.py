"""Creates and revokes connections. No function accepts an external ID or a role name from a caller."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from ftrportal.audit.record import record
from ftrportal.common.jobs import leases
from ftrportal.common.jobs.leases import JobStatus
from ftrportal.organizations.models import Organization, User
from scanners.engine.aws.opt_in import known_opt_ins
from scanners.models import Connection, ConnectionStatus, ScanRun, Schedule, Stage
from scanners.onboarding import installation
from scanners.services.connections import verification
from scanners.services.declarations.due import declared_anew
from scanners.services.rollouts.ending import end_rollout
from scanners.services.scans.schedules import next_scan


class ConnectionRefused(Exception):
    """The connection was not created; `message_id` is in the message catalogue, `existing` is the conflicting one."""

    def __init__(self, message_id: str, existing: Connection | None = None) -> None:
        super().__init__(message_id)
        self.message_id = message_id
        self.existing = existing


def create_connection(
    *,
    organization: Organization,
    actor: User,
    account_id: str,
    name: str = "",
    stage: Stage = Stage.UNKNOWN,
    opt_ins: Collection[str] = (),
) -> Connection:
    """Create a connection with a new external ID and role name. Raises ConnectionRefused."""
    if account_id == installation.portal_account_id():
        raise ConnectionRefused("connection.portal_account")
    existing = _live(organization, account_id)
    if existing is not None:
        raise ConnectionRefused("connection.already_connected", existing)
    try:
        with transaction.atomic():
            connection = Connection.objects.create(
                organization=organization,
                account_id=account_id,
                name=name,
                stage=stage,
                opt_ins=sorted(known_opt_ins(opt_ins)),
                partition=settings.AWS_PARTITION,
                role_name=f"FtrPortal-{secrets.token_hex(4)}",
                created_by=actor,
            )
            facts = {"account": account_id, "stage": stage, "opt_ins": connection.opt_ins}
            record("connection.created", organization=organization, actor=actor, target=connection, **facts)
    except IntegrityError as error:
        # Another member connected the account at the same moment.
        raise ConnectionRefused("connection.already_connected", _live(organization, account_id)) from error
    verification.ask_verification(connection=connection)
    return connection


@transaction.atomic
def change_connection(
    *,
    connection: Connection,
    actor: User,
    name: str,
    stage: Stage,
    regions: list[str],
    schedule: Schedule,
    opt_ins: Collection[str],
) -> None:
    """Change the account details. The latest scan is re-evaluated.

    With other readings the role has to be another one, so it is looked at again.
    """
    if connection.status == ConnectionStatus.REVOKED:
        raise ConnectionRefused("connection.revoked")
    if connection.rollout_id is not None:
        opt_ins = connection.opt_ins  # chosen for all accounts of the rollout together
    wanted = {
        "name": name,
        "stage": stage.value,
        "regions": sorted(set(regions)),
        "schedule": schedule.value,
        "opt_ins": sorted(known_opt_ins(opt_ins)),
    }
    if "stage" in store_changes(connection, actor=actor, wanted=wanted):
        declared_anew(connection.organization)


def store_changes(connection: Connection, *, actor: User, wanted: Mapping[str, Any]) -> list[str]:
    """Store the columns that differ, in the caller's transaction, and return their names.

    Who changes a stage has to say `declared_anew` afterwards, once for all accounts.
    """
    before = {field: getattr(connection, field) for field in wanted}
    changed = sorted(field for field in wanted if before[field] != wanted[field])
    if not changed:
        return []
    for field in changed:
        setattr(connection, field, wanted[field])
    columns = list(changed)
    if "schedule" in changed:
        columns.append("next_scan_at")
        schedule, zone = Schedule(wanted["schedule"]), connection.organization.time_zone
        connection.next_scan_at = next_scan(schedule, zone=zone, connection_id=connection.pk, after=timezone.now())
    connection.save(update_fields=columns)
    if "opt_ins" in changed:
        # An answer under way is about another role than the one that is wanted now, so it counts for nothing.
        own = Connection.objects.filter(pk=connection.pk)
        own.update(verification_started_at=None, verification_asked_at=None)
        verification.ask_verification(connection=connection, is_urgent=True)
    data = {field: {"before": before[field], "now": wanted[field]} for field in changed}
    record(
        "connection.changed",
        organization=connection.organization,
        actor=actor,
        target=connection,
        account=connection.account_id,
        **data,
    )
    return changed


@transaction.atomic
def revoke_connection(*, connection: Connection, actor: User | None, reason: str = "") -> None:
    """Revoke a connection: open scans are canceled, finished ones are kept. The account can be connected again.

    `reason` is for the trail, where the portal itself disconnects.
    """
    changed = (
        Connection.objects.filter(pk=connection.pk)
        .exclude(status=ConnectionStatus.REVOKED)
        .update(
            status=ConnectionStatus.REVOKED,
            reason="",
            revoked_at=timezone.now(),
            verification_started_at=None,
            next_scan_at=None,
        )
    )
    if not changed:
        return
    for run in ScanRun.objects.filter(connection=connection, status__in=[JobStatus.QUEUED, JobStatus.RUNNING]):
        leases.request_cancel(run)
    for rollout in connection.rollouts.filter(ended_at__isnull=True).select_related("organization"):
        end_rollout(rollout=rollout, actor=actor)
    data = {"reason": reason} if reason else {}
    record(
        "connection.revoked",
        organization=connection.organization,
        actor=actor,
        target=connection,
        account=connection.account_id,
        **data,
    )


def _live(organization: Organization, account_id: str) -> Connection | None:
    rows = Connection.objects.for_organization(organization).filter(account_id=account_id)
    live: Connection | None = rows.exclude(status=ConnectionStatus.REVOKED).first()
    return live
