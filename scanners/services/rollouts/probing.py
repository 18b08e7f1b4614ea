"""Probes the accounts of an organization for the role: in workers, a few at a time, never in a request.

A rollout gets one message per sweep and probes a bounded number of accounts with it, one after the other, so a
customer with hundreds of accounts holds up nobody and asks AWS politely. An account is connected by the same probes,
the same judgement and the same state change as one that somebody connects alone.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Min
from django.utils import timezone

from ftrportal.audit.record import record
from ftrportal.common.database.tenancy import organization_context, sweeper_context
from ftrportal.common.jobs.queue import send
from ftrportal.common.jobs.sweeps import each
from scanners.engine.aws.probes import ProbeReport, ProbeVerdict, probe_role
from scanners.engine.aws.roles import RoleRef
from scanners.models import Connection, ConnectionStatus, Rollout, RolloutAccount
from scanners.onboarding import installation
from scanners.services.connections.verification import store_verification
from scanners.services.rollouts.listing import LISTED_EVERY, ask_listing
from scanners.services.scans.scheduling import in_turns

log = structlog.get_logger(__name__)

AT_ONCE = 25  # accounts per message
SECONDS = 45  # no new account is begun after that
ROLLOUTS_AT_ONCE = 20  # messages per sweep, an organization with several never all at once
MESSAGE_SECONDS = 20
# How soon an awaited account is looked at again, by how long ago somebody began or pressed the button.
STEPS = (
    (timedelta(minutes=15), timedelta(seconds=20)),
    (timedelta(hours=1), timedelta(minutes=2)),
    (timedelta(hours=24), timedelta(minutes=10)),
)
LATER = timedelta(hours=24)
# AWS or our own credentials are in trouble: further accounts would only meet the same.
_STOPS = frozenset({"aws.unavailable", "portal.credentials_rejected", "portal.session_policy_rejected"})


def sweep_rollouts() -> int:
    """Send a job for each rollout with due accounts, and refresh old lists. Returns the number of jobs."""
    now = timezone.now()
    with sweeper_context():
        awaited = RolloutAccount.objects.filter(next_probe_at__lte=now).order_by()
        by_rollout = awaited.values("organization_id", "rollout_id").annotate(first=Min("next_probe_at"))
        due = list(by_rollout.order_by("first").values_list("organization_id", "rollout_id"))
        open_rollouts = Rollout.objects.exclude(listed_at__gt=now - LISTED_EVERY).filter(ended_at__isnull=True)
        unlisted = list(open_rollouts.order_by("listed_at").values_list("organization_id", "pk"))
    each(in_turns(unlisted)[:ROLLOUTS_AT_ONCE], _ask_again)
    chosen = in_turns(due)[:ROLLOUTS_AT_ONCE]
    for organization_id, rollout_id in chosen:
        send("scanners.probe_rollout", str(organization_id), str(rollout_id), expires=MESSAGE_SECONDS)
    return len(chosen)


def _ask_again(organization_id: UUID, rollout_id: UUID) -> bool:
    with organization_context(organization_id):
        return ask_listing(rollout=Rollout.objects.get(pk=rollout_id))


def probe_rollout(organization_id: UUID | str, rollout_id: UUID | str) -> int:
    """Probe due accounts, the longest waiting first. Returns their number."""
    started, probed = time.monotonic(), 0
    while probed < AT_ONCE and time.monotonic() - started < SECONDS:
        row = claim_account(organization_id, rollout_id)
        if row is None:
            break
        role = role_of(row)
        expected = installation.expected_role(role, row.rollout.opt_ins)
        report = probe_role(role, settings=installation.aws_settings(), expected=expected)
        store_probe(row, report)
        probed += 1
        if _STOPS.intersection(report.reasons):
            log.warning("rollout_probes_stopped", rollout=str(rollout_id), reason=report.reasons[0])
            break
    return probed


def claim_account(organization_id: UUID | str, rollout_id: UUID | str) -> RolloutAccount | None:
    """Claim the account that has been due longest, until its next time."""
    now = timezone.now()
    with organization_context(organization_id):
        rows = RolloutAccount.objects.select_for_update(skip_locked=True, of=("self",))
        due = rows.filter(organization_id=organization_id, rollout_id=rollout_id, next_probe_at__lte=now)
        row: RolloutAccount | None = due.order_by("next_probe_at", "account_id").first()
        if row is None:
            return None
        row.rollout = Rollout.objects.select_related("organization").get(pk=rollout_id)
        row.next_probe_at = now + interval(row, now)
        row.save(update_fields=["next_probe_at"])
        return row


def interval(row: RolloutAccount, now: datetime) -> timedelta:
    """How long until the next look, by the age of the rollout's last start or of the account in it."""
    age = now - max(row.rollout.watched_from, row.created_at)
    return next((wait for limit, wait in STEPS if age < limit), LATER)


def role_of(row: RolloutAccount) -> RoleRef:
    """The role awaited in an account, with the external ID of this account."""
    rollout = row.rollout
    return RoleRef(row.account_id, rollout.role_name, rollout.external_id_of(row.account_id), settings.AWS_PARTITION)


def store_probe(row: RolloutAccount, report: ProbeReport) -> None:
    """Store the probe; an existing role becomes a connection, verified by the same rules."""
    is_there = report.verdict in (ProbeVerdict.VERIFIED, ProbeVerdict.REFUSED)
    reason = next((probe for probe in report.probes if probe.message_id in report.reasons), None)
    columns = {
        "probed_at": timezone.now(),
        "reason": "" if reason is None or is_there else reason.message_id,
        "reason_detail": "" if reason is None or is_there else reason.detail[:500],
    }
    with organization_context(row.organization_id):
        # Held first, as everywhere: until the connection is there nobody ends the rollout or changes what it reads.
        rollout = Rollout.objects.select_for_update(no_key=True).get(pk=row.rollout_id)
        held = RolloutAccount.objects.filter(pk=row.pk, next_probe_at=row.next_probe_at)
        if is_there and rollout.opt_ins != row.rollout.opt_ins:
            held.update(next_probe_at=timezone.now())  # it was compared with another role than the one wanted now
            return
        # Left out, ended or taken by another worker meanwhile: then the answer counts for nothing.
        if rollout.ended_at is not None or not held.update(**columns) or not is_there:
            return
        connection = _connection_of(row)
    if connection is not None:
        store_verification(connection, report)


def _connection_of(row: RolloutAccount) -> Connection | None:
    """The new connection of an account; None where somebody connected it alone a moment before."""
    rollout = row.rollout
    try:
        with transaction.atomic():
            connection = Connection.objects.create(
                organization=rollout.organization,
                account_id=row.account_id,
                name=row.name[:80],
                partition=settings.AWS_PARTITION,
                external_id=rollout.external_id_of(row.account_id),
                role_name=rollout.role_name,
                rollout=rollout,
                opt_ins=rollout.opt_ins,
                created_by_id=rollout.created_by_id,
                verification_started_at=timezone.now(),
            )
            facts = {"account": row.account_id, "rollout": str(rollout.pk)}
            record("connection.created", organization=rollout.organization, actor=None, target=connection, **facts)
    except IntegrityError:
        rows = Connection.objects.for_organization(rollout.organization).filter(account_id=row.account_id)
        live = rows.exclude(status=ConnectionStatus.REVOKED).first()
        RolloutAccount.objects.filter(pk=row.pk).update(connection=live, next_probe_at=None)
        return None
    RolloutAccount.objects.filter(pk=row.pk).update(connection=connection, next_probe_at=None)
    return connection
