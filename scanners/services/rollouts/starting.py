"""Starts rollouts, selects their accounts and repeats checks. `ending` ends them.

Nothing in here takes an external id, its base or a role's name from anybody.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from ftrportal.audit.record import record
from ftrportal.organizations.models import TenantQuerySet, User
from scanners.engine.aws.opt_in import known_opt_ins
from scanners.models import Connection, ConnectionStatus, Rollout, RolloutAccount
from scanners.services.connections import verification
from scanners.services.rollouts.listing import ask_listing, locked_accounts, settle

CHECKED_AGAIN = 50  # roles looked at again by one click


class RolloutRefused(Exception):
    """The rollout was not started; `message_id` is in the message catalogue, `existing` is the conflicting one."""

    def __init__(self, message_id: str, existing: Rollout | None = None) -> None:
        super().__init__(message_id)
        self.message_id = message_id
        self.existing = existing


def start_rollout(*, source: Connection, actor: User) -> Rollout:
    """Create a rollout with a new external ID base and role name, and list the accounts."""
    if source.status != ConnectionStatus.ACTIVE:
        raise RolloutRefused("connection.not_active")
    try:
        with transaction.atomic():
            rollout = Rollout.objects.create(
                organization=source.organization,
                source=source,
                role_name=f"FtrPortal-{secrets.token_hex(4)}",
                created_by=actor,
            )
            facts = {"account": source.account_id}
            record("rollout.started", organization=source.organization, actor=actor, target=rollout, **facts)
    except IntegrityError as error:
        raise RolloutRefused("rollout.already_open", open_rollout(source)) from error
    ask_listing(rollout=rollout, is_urgent=True)
    return rollout


def open_rollout(source: Connection) -> Rollout | None:
    """The rollout through this connection that has not ended."""
    rows = Rollout.objects.for_organization(source.organization).filter(source=source, ended_at__isnull=True)
    found: Rollout | None = rows.first()
    return found


@transaction.atomic
def choose_accounts(*, rollout: Rollout, actor: User, account_ids: Collection[str], is_included: bool) -> int:
    """Include accounts or leave them out; how many changed. Connected ones stay: they are disconnected one by one."""
    # As it is now: one that has just ended must not begin to wait for roles again.
    now = Rollout.objects.for_organization(rollout.organization).select_for_update(no_key=True).get(pk=rollout.pk)
    rows = RolloutAccount.objects.for_organization(rollout.organization).filter(rollout=rollout)
    chosen = locked_accounts(rows.filter(account_id__in=list(account_ids)))
    changed = [row for row in chosen if _is_changed(row, now, is_included)]
    RolloutAccount.objects.bulk_update(changed, ["is_included", "connection", "next_probe_at", "reason"])
    if changed:
        ids = sorted(row.account_id for row in changed)
        action = "rollout.accounts_included" if is_included else "rollout.accounts_left_out"
        record(action, organization=rollout.organization, actor=actor, target=rollout, accounts=ids)
    return len(changed)


@transaction.atomic
def change_rollout(*, rollout: Rollout, actor: User, takes_new: bool, opt_ins: Collection[str]) -> None:
    """Say what happens to accounts that join later, and what else is read: in all accounts, which share a template."""
    wanted: dict[str, object] = {"takes_new": takes_new, "opt_ins": sorted(known_opt_ins(opt_ins))}
    before = {field: getattr(rollout, field) for field in wanted}
    if wanted == before:
        return
    for field, value in wanted.items():
        setattr(rollout, field, value)
    rollout.save(update_fields=list(wanted))
    data = {field: {"before": before[field], "now": wanted[field]} for field in wanted}
    record("rollout.changed", organization=rollout.organization, actor=actor, target=rollout, **data)
    if wanted["opt_ins"] != before["opt_ins"]:
        live = Connection.objects.for_organization(rollout.organization).filter(rollout=rollout)
        live = live.exclude(status=ConnectionStatus.REVOKED)
        # An answer under way is about another role than the one that is wanted now, so it counts for nothing.
        live.update(opt_ins=wanted["opt_ins"], verification_started_at=None, verification_asked_at=None)
        _check_again(live)


@transaction.atomic
def look_again(*, rollout: Rollout) -> None:
    """List the accounts and look for awaited roles now, and often for the next while."""
    if rollout.ended_at is not None:
        return
    now = timezone.now()
    rollout.watched_from = now
    rollout.save(update_fields=["watched_from"])
    rows = RolloutAccount.objects.for_organization(rollout.organization).filter(rollout=rollout)
    rows.filter(next_probe_at__isnull=False).update(next_probe_at=now)
    ask_listing(rollout=rollout, is_urgent=True)
    connections = Connection.objects.for_organization(rollout.organization).filter(rollout=rollout)
    _check_again(connections.exclude(status=ConnectionStatus.REVOKED))


def _check_again(connections: TenantQuerySet) -> None:
    """Have some roles looked at now, those with trouble first; the others follow within a day and before a scan."""
    is_fine = Case(When(status=ConnectionStatus.ACTIVE, then=Value(1)), default=Value(0))
    for connection in connections.order_by(is_fine, F("verification_asked_at").asc(nulls_first=True))[:CHECKED_AGAIN]:
        verification.ask_verification(connection=connection, is_urgent=True)


def _is_changed(row: RolloutAccount, rollout: Rollout, is_included: bool) -> bool:
    """Set the row's columns; False where there is nothing to choose."""
    connection = row.connection
    if connection is not None and connection.status != ConnectionStatus.REVOKED:
        return False
    if connection is not None and is_included:
        if connection.rollout_id == rollout.pk:
            return False  # its id was given up with the connection and is never used again
        row.connection = None
    if row.is_included == is_included and connection is row.connection:
        return False
    row.is_included = is_included
    row.reason = ""
    settle(row, rollout, timezone.now())
    return True
