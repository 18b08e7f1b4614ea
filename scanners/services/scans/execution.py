"""Running one scan that was claimed: assume the role, read, judge, store facts and findings, end the row.

No transaction is open while AWS is asked. Findings and the final state are one transaction that is guarded by the
lease's generation, so a worker that was given up writes nothing, and a scan that is run twice has its findings once.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from ftrportal.audit.record import record
from ftrportal.common.database.tenancy import organization_context
from ftrportal.common.jobs import leases
from ftrportal.common.jobs.leases import JobStatus, LeaseLost
from ftrportal.common.text.storable import clean
from scanners.engine.aws.client import AwsReader
from scanners.engine.aws.roles import InvalidRole, session_name
from scanners.engine.aws.session import AssumeFailed, AwsSession, assume
from scanners.engine.role_template.session_policy import session_parts
from scanners.engine.run import Progress, ScanResult, WrongAccountError, run_scan
from scanners.engine.scope import Declarations
from scanners.models import Connection, ConnectionStatus, ScanRun
from scanners.onboarding import installation
from scanners.onboarding.connection import role_ref
from scanners.selectors.declarations.declared import declared_about
from scanners.services.connections import verification
from scanners.services.scans import results
from scanners.services.scans.heartbeat import LOOK_SECONDS, Heartbeat

log = structlog.get_logger(__name__)

VERIFIED_FOR = timedelta(hours=24)
READ_SECONDS = 1200  # then what was read is judged and kept, well before the worker's own limit would lose it


class ScanFailed(Exception):
    """The scan ends in FAILED with this message."""

    def __init__(self, message_id: str, detail: str = "") -> None:
        super().__init__(message_id)
        self.message_id = message_id
        self.detail = detail


def execute_run(run: ScanRun) -> None:
    """Run a claimed scan. Afterwards the scan has ended or another worker owns it."""
    try:
        _execute(run)
    except LeaseLost:
        log.info("scan_lease_lost", run=str(run.pk))
    except ScanFailed as failed:
        end_failed(run, failed.message_id, failed.detail)
    except results.FactsNotStored as failed:
        end_failed(run, "scan.storage_failed", str(failed))
    except SoftTimeLimitExceeded:
        end_failed(run, "scan.too_long")
    except Exception:
        # The outermost edge: the person gets the number under which the operator finds the traceback.
        log.exception("scan_failed", run=str(run.pk), organization=str(run.organization_id))
        end_failed(run, "scan.internal_error", str(run.pk)[:8])


def end_failed(run: ScanRun, message_id: str, detail: str = "") -> None:
    """End the scan as failed and discard its results. Does nothing if another worker owns it."""
    try:
        with organization_context(run.organization_id):
            leases.end(run, JobStatus.FAILED, reason=message_id, detail=clean(detail))
            record(
                "scan.failed",
                organization=run.organization,
                actor=None,
                target=run,
                account=run.connection.account_id,
                reason=message_id,
            )
    except LeaseLost:
        log.info("scan_lease_lost", run=str(run.pk))


def _execute(run: ScanRun) -> None:
    with Heartbeat(run) as beat:
        result = _scan(run, beat)
        # Stopped for want of time it is kept and says so; stopped by a person or a lost lease it is not.
        stored = results.store_facts(run, result) if result is not None and not beat.should_stop() else None
    if beat.is_lost:
        results.discard_facts(stored)
        raise LeaseLost(str(run.pk))
    if result is None or stored is None or beat.is_cancelled:
        results.discard_facts(stored)
        _end_cancelled(run)
        return
    results.store_result(run, result, stored=stored, progress=beat.take_progress())


def _scan(run: ScanRun, beat: Heartbeat) -> ScanResult | None:
    """What the account shows; None when the connection was revoked before AWS was asked for anything."""
    if not _may_scan(run, beat):
        return None
    declared = _declared(run)
    try:
        session = _assume(run, beat)
        try:
            reader = AwsReader(session)
            return run_scan(
                reader,
                regions=run.connection.regions or None,
                declared=declared,
                opt_ins=run.connection.opt_ins,
                on_progress=_shower(beat),
                should_stop=_stopper(beat),
            )
        finally:
            session.close()
    except InvalidRole as invalid:
        raise ScanFailed(invalid.message_id) from invalid
    except WrongAccountError as wrong:
        raise ScanFailed("connection.other_account", str(wrong)) from wrong


def _stopper(beat: Heartbeat) -> Callable[[], bool]:
    """True if the scan was canceled or reached its time limit."""
    end = time.monotonic() + READ_SECONDS
    return lambda: beat.should_stop() or time.monotonic() >= end


def _may_scan(run: ScanRun, beat: Heartbeat) -> bool:
    """Whether the connection still stands, verified within a day: else it is verified now. Raises ScanFailed."""
    connection = _connection(run)
    if connection.status == ConnectionStatus.REVOKED:
        return False
    if not _is_recent(connection):
        connection = _verified_now(run, beat)
        if not _is_recent(connection):
            raise ScanFailed("scan.not_verified")
    if connection.status != ConnectionStatus.ACTIVE:
        raise ScanFailed("connection.not_active")
    return True


def _is_recent(connection: Connection) -> bool:
    return connection.verified_at is not None and connection.verified_at > timezone.now() - VERIFIED_FOR


def _verified_now(run: ScanRun, beat: Heartbeat) -> Connection:
    """The connection verified anew, by us or by whoever is at it: nightly scans and the daily look come together."""
    end = time.monotonic() + verification.VERIFICATION_SECONDS
    while True:
        report = verification.verify_connection(run.organization_id, run.connection_id)
        connection = _connection(run)
        is_under_way = report is None and connection.verification_started_at is not None
        if not is_under_way or _is_recent(connection) or beat.should_stop() or time.monotonic() >= end:
            return connection
        time.sleep(LOOK_SECONDS)


def _assume(run: ScanRun, beat: Heartbeat) -> AwsSession:
    purpose = f"scan-{run.pk}"
    try:
        session = assume(
            role_ref(run.connection),
            settings=installation.aws_settings(),
            purpose=purpose,
            parts=session_parts(run.connection.opt_ins),
        )
    except AssumeFailed as failed:
        if failed.is_refusal:
            with organization_context(run.organization_id):
                verification.ask_verification(connection=run.connection, is_urgent=True)
        raise ScanFailed(failed.message_id, failed.detail) from failed
    beat.show(role_arn=run.connection.role_arn, session_name=session_name(purpose))
    return session


def _connection(run: ScanRun) -> Connection:
    with organization_context(run.organization_id):
        return Connection.objects.get(pk=run.connection_id)


def _declared(run: ScanRun) -> Declarations:
    """What holds when the scan begins, and not when it was asked for. The scan keeps on whose word it rests."""
    with organization_context(run.organization_id):
        declared = declared_about(Connection.objects.select_related("organization").get(pk=run.connection_id))
        ScanRun.objects.filter(pk=run.pk).update(declared=declared.basis)
        return declared.declarations


def _end_cancelled(run: ScanRun) -> None:
    with organization_context(run.organization_id):
        leases.end(run, JobStatus.CANCELLED, reason="scan.cancelled")
        account = run.connection.account_id
        record("scan.cancelled", organization=run.organization, actor=None, target=run, account=account)


def _shower(beat: Heartbeat) -> Callable[[Progress], None]:
    """Hands the engine's steps to the columns a page shows."""

    def show(step: Progress) -> None:
        beat.show_step(f"{step.collector}/{step.region}", step.state.value, done=step.done, total=step.total)

    return show
