"""Verifies the role of a connection and updates its status.

One verification at a time: whoever sets `verification_started_at` has it, and it lapses after VERIFICATION_SECONDS, so
a dead worker blocks nothing. AWS is asked outside any transaction; the answer counts only if nobody took over.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ftrportal.audit.record import record
from ftrportal.common.database.tenancy import organization_context
from ftrportal.common.jobs.queue import send_on_commit
from ftrportal.organizations.models import TenantQuerySet
from scanners.engine.aws.probes import ProbeReport, ProbeVerdict, probe_role
from scanners.engine.aws.role_differences import Difference
from scanners.models import Connection, ConnectionStatus
from scanners.onboarding import installation
from scanners.onboarding.connection import role_ref

log = structlog.get_logger(__name__)

VERIFICATION_SECONDS = 120
URGENT_SECONDS = 2
# How often a waiting connection is asked about by itself: young ones often, old ones hardly, and for a day at most.
WATCH_STEPS = (
    (timedelta(minutes=15), timedelta(seconds=4)),
    (timedelta(hours=1), timedelta(seconds=30)),
    (timedelta(hours=24), timedelta(minutes=10)),
)
_S = ConnectionStatus
# (status before, verdict) -> status after; what is not named keeps the status before.
_NEXT = {
    (_S.DRAFT, ProbeVerdict.VERIFIED): _S.ACTIVE,
    (_S.DRAFT, ProbeVerdict.REFUSED): _S.REFUSED,
    (_S.REFUSED, ProbeVerdict.VERIFIED): _S.ACTIVE,
    (_S.REFUSED, ProbeVerdict.NOT_READY): _S.DRAFT,
    (_S.ACTIVE, ProbeVerdict.REFUSED): _S.DEGRADED,
    (_S.ACTIVE, ProbeVerdict.NOT_READY): _S.DEGRADED,
    (_S.DEGRADED, ProbeVerdict.VERIFIED): _S.ACTIVE,
}


def ask_verification(*, connection: Connection, is_urgent: bool = False) -> bool:
    """Ask a worker to verify the role; not urgent (the page, the sweeper) only as often as its age deserves."""
    now = timezone.now()
    wait = timedelta(seconds=URGENT_SECONDS) if is_urgent else watch_interval(connection, now)
    if wait is None:
        return False
    due = Q(verification_asked_at__isnull=True) | Q(verification_asked_at__lte=now - wait)
    rows = Connection.objects.filter(due, _idle(now), pk=connection.pk).exclude(status=ConnectionStatus.REVOKED)
    with transaction.atomic():
        if not rows.update(verification_asked_at=now):
            return False
        send_on_commit("scanners.verify_connection", str(connection.organization_id), str(connection.pk))
    return True


def watch_interval(connection: Connection, now: datetime) -> timedelta | None:
    """Interval between automatic verifications; None if there are no more."""
    if connection.status == ConnectionStatus.ACTIVE:
        return timedelta(minutes=10)
    if connection.status == ConnectionStatus.DEGRADED:
        return timedelta(hours=1)
    age = now - connection.created_at
    return next((interval for limit, interval in WATCH_STEPS if age < limit), None)


def verify_connection(organization_id: UUID | str, connection_id: UUID | str) -> ProbeReport | None:
    """Probe the role and store the result. None if another worker is verifying, or nothing is to be verified."""
    claimed = claim_verification(organization_id, connection_id)
    if claimed is None:
        return None
    try:
        role = role_ref(claimed)
        report = probe_role(
            role, settings=installation.aws_settings(), expected=installation.expected_role(role, claimed.opt_ins)
        )
        store_verification(claimed, report)
    except Exception:
        # The outermost edge of the task: the status stays what it was, and the page says that we try again.
        log.exception("verification_failed", connection=str(claimed.pk), organization=str(claimed.organization_id))
        release_verification(claimed, "connection.not_checked")
        return None
    return report


def claim_verification(organization_id: UUID | str, connection_id: UUID | str) -> Connection | None:
    """Claim the verification of a connection that is not revoked and not being verified."""
    now = timezone.now()
    with organization_context(organization_id):
        rows = Connection.objects.filter(_idle(now), pk=connection_id, organization_id=organization_id)
        live = rows.exclude(status=ConnectionStatus.REVOKED)
        if not live.update(verification_started_at=now):
            return None
        Connection.objects.filter(pk=connection_id, status=ConnectionStatus.DRAFT).update(status=_S.PROBING)
        connection: Connection = Connection.objects.select_related("organization").get(pk=connection_id)
        return connection


def release_verification(connection: Connection, reason: str) -> None:
    """Release the claim without a result; the status does not change."""
    with organization_context(connection.organization_id):
        _held(connection).update(verification_started_at=None, reason=reason, status=_before(connection))


def store_verification(connection: Connection, report: ProbeReport) -> bool:
    """Store the probes and the new status. False if the connection was revoked or claimed by another worker."""
    before = _before(connection)
    after = _NEXT.get((before, report.verdict), before)
    columns = {**_found(connection, report), "status": after, "verification_started_at": None}
    if after != before:
        # Owners hear of it once per fall, see `notices`.
        columns["degraded_at"] = timezone.now() if after == _S.DEGRADED else None
    with organization_context(connection.organization_id):
        if not _held(connection).update(**columns):
            return False
        if after != before:
            record(
                "connection.verified" if after == _S.ACTIVE else f"connection.{after}",
                organization=connection.organization,
                actor=None,
                target=connection,
                account=connection.account_id,
                before=before,
                reason=_reason(report),
            )
    return True


def _idle(now: datetime) -> Q:
    lapsed = now - timedelta(seconds=VERIFICATION_SECONDS)
    return Q(verification_started_at__isnull=True) | Q(verification_started_at__lt=lapsed)


def _held(connection: Connection) -> TenantQuerySet:
    rows = Connection.objects.filter(pk=connection.pk, verification_started_at=connection.verification_started_at)
    return rows.exclude(status=ConnectionStatus.REVOKED)


def _before(connection: Connection) -> ConnectionStatus:
    status = ConnectionStatus(connection.status)
    return ConnectionStatus.DRAFT if status == ConnectionStatus.PROBING else status


def _found(connection: Connection, report: ProbeReport) -> dict[str, object]:
    """The columns of the probes. A role that could not be read keeps the result of its last verification."""
    now = timezone.now()
    found: dict[str, object] = {
        "reason": _reason(report),
        "probes": [
            {"probe": probe.name, "outcome": probe.outcome.value, "code": probe.message_id, "detail": probe.detail}
            for probe in report.probes
        ],
    }
    if report.verdict is ProbeVerdict.VERIFIED:
        found["verified_at"] = now
    if report.reading is not None:
        found["differences"] = _dated(report.reading.differences, connection.differences, now)
        found["template_version"] = report.reading.version
        found["role_read_at"] = now
    return found


def _dated(found: tuple[Difference, ...], before: list[dict[str, str]], now: datetime) -> list[dict[str, str]]:
    """The differences with the time when each was first found."""
    known = {(one["kind"], one["subject"]): one["since"] for one in before}
    return [
        {
            "kind": one.kind.value,
            "subject": one.subject,
            "since": known.get((one.kind.value, one.subject), now.isoformat(timespec="seconds")),
        }
        for one in found
    ]


def _reason(report: ProbeReport) -> str:
    return report.reasons[0] if report.reasons else ""
