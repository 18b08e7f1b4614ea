"""Starts and cancels scans. `execution` runs them, `sweeping` recovers them."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from ftrportal.audit.record import record
from ftrportal.common.jobs import leases
from ftrportal.common.jobs.queue import send_on_commit
from ftrportal.organizations.models import User
from scanners.messages import describe
from scanners.models import Connection, ConnectionStatus, ScanRun


class ScanRefused(Exception):
    """The scan was not started; `message` is the reason."""

    def __init__(self, message_id: str) -> None:
        super().__init__(message_id)
        self.message_id = message_id

    @property
    def message(self) -> str:
        """The text for the person who asked."""
        text = describe(self.message_id)
        return f"{text.title} {text.advice}".strip()


def start_run(*, connection: Connection, actor: User | None) -> ScanRun:
    """Queue a scan of a verified connection. Raises ScanRefused."""
    # The lock keeps a revocation from slipping in between the look and the new row.
    with transaction.atomic():
        locked = Connection.objects.select_for_update().get(pk=connection.pk)
        if locked.status != ConnectionStatus.ACTIVE:
            is_revoked = locked.status == ConnectionStatus.REVOKED
            raise ScanRefused("connection.revoked" if is_revoked else "connection.not_active")
        try:
            with transaction.atomic():
                run = ScanRun.objects.create(
                    organization_id=locked.organization_id,
                    connection=locked,
                    requested_by=actor,
                    role_arn=locked.role_arn,
                    sent_at=timezone.now(),
                )
        except IntegrityError as error:
            raise ScanRefused("scan.already_open") from error
        record("scan.started", organization=locked.organization, actor=actor, target=run, account=locked.account_id)
        send_on_commit("scanners.run_scan", str(run.organization_id), str(run.pk))
    return run


@transaction.atomic
def cancel_run(*, run: ScanRun, actor: User) -> None:
    """Cancel a scan: a queued one immediately, a running one within ten seconds. Does nothing if it has ended."""
    if run.is_over or run.cancel_requested_at is not None:
        return
    leases.request_cancel(run)
    account = run.connection.account_id
    record("scan.cancel_asked", organization=run.organization, actor=actor, target=run, account=account)
