"""Re-evaluates finished scans: stored facts, current checks and declarations, no AWS calls.

The scan keeps its time, because that is when the account was seen; findings about the same keep their ids. After
something was declared the latest scan is judged again by itself: the connection's `declared_at` says that this is
due, messages only make it soon, and it waits a few seconds for the next word of whoever is typing.
"""

from __future__ import annotations

from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from ftrportal.audit.record import record
from ftrportal.common.database.tenancy import organization_context, sweeper_context
from ftrportal.common.jobs.leases import JobStatus
from ftrportal.common.jobs.queue import send_on_commit
from ftrportal.common.jobs.sweeps import each
from ftrportal.organizations.models import User
from scanners.engine.checks.registry import all_checks
from scanners.engine.checks.verdicts import Outcome
from scanners.engine.facts.unknown import Reason
from scanners.engine.run import ScanResult, judge
from scanners.models import Connection, Finding, ScanRun
from scanners.selectors.declarations.declared import Declared, declared_about, due_for_judging
from scanners.selectors.declarations.uses import facts_read_by
from scanners.selectors.scans.stored_facts import FactsNotReadNow, FactsUnreadable, load_scan
from scanners.services.declarations.due import SETTLE
from scanners.services.scans.results import findings_of

log = structlog.get_logger(__name__)

_JUDGED = ("outcome", "severity", "weight", "account_id", "message", "reason", "action", "evidence")
_BATCH = 500
_GOOD = (Outcome.PASS.value, Outcome.NOT_APPLICABLE.value)
_SCAN_AGAIN = "The declarations have changed, and the facts of this scan are no longer stored. Scan the account again."
_TRIES = 5


@transaction.atomic
def ask_rejudging(*, run: ScanRun, actor: User) -> bool:
    """Send a job that re-evaluates a finished scan. False if its facts are no longer stored."""
    if run.status != JobStatus.FINISHED or not run.facts_file:
        return False
    record("scan.rejudging_asked", organization=run.organization, actor=actor, target=run)
    send_on_commit("scanners.rejudge_run", str(run.organization_id), str(run.pk))
    return True


def rejudge_run(organization_id: UUID | str, run_id: UUID | str) -> bool:
    """Re-evaluate one scan. False if there is nothing to do; idempotent. Raises FactsNotReadNow."""
    for _ in range(_TRIES):
        judged = _judged_anew(organization_id, run_id)
        if judged is not None:
            return judged
    return False


def _judged_anew(organization_id: UUID | str, run_id: UUID | str) -> bool | None:
    """Judge and store. None when something was declared while we judged: then nothing is stored."""
    with organization_context(organization_id):
        run = _finished_run(organization_id, run_id)
        if run is None:
            return False
        declared = declared_about(run.connection)
    try:
        stored = load_scan(run)
    except FactsNotReadNow as unreadable:
        log.warning("scan_not_rejudged", run=str(run_id), reason=unreadable.message_id)
        raise
    except FactsUnreadable as unreadable:
        log.warning("scan_not_rejudged", run=str(run_id), reason=unreadable.message_id)
        with organization_context(organization_id):
            record(
                "scan.not_rejudged", organization=run.organization, actor=None, target=run, reason=unreadable.message_id
            )
        return False
    scope = declared.declarations.added_to(stored.scope)
    verdicts = judge(stored.facts, scope)
    result = ScanResult(scope=scope, facts=stored.facts, verdicts=verdicts, calls={}, unreadable=())
    with organization_context(organization_id):
        ScanRun.objects.select_for_update().get(pk=run.pk)
        connection = Connection.objects.select_related("organization").get(pk=run.connection_id)
        if declared_about(connection).declarations != declared.declarations:
            return None
        _replace(run, findings_of(run, result), declared)
    return True


def _finished_run(organization_id: UUID | str, run_id: UUID | str) -> ScanRun | None:
    rows = ScanRun.objects.select_related("connection", "connection__organization", "organization")
    run: ScanRun | None = rows.filter(pk=run_id, organization_id=organization_id, status=JobStatus.FINISHED).first()
    return run


def rejudge_declared(organization_id: UUID | str, connection_id: UUID | str) -> bool:
    """Re-evaluate the latest scan with the current declarations, if due. Idempotent."""
    with organization_context(organization_id):
        rows = Connection.objects.filter(due_for_judging(timezone.now().date()), organization_id=organization_id)
        connection = rows.filter(pk=connection_id).first()
        if connection is None or _has_to_wait(connection):
            return False
        run_id = _latest_judgeable(connection.pk)
    try:
        judged = run_id is not None and rejudge_run(organization_id, run_id)
    except FactsNotReadNow:
        return False  # due still
    with organization_context(organization_id):
        if not judged:
            _take_back(connection)
        fresh = Connection.objects.select_related("organization").get(pk=connection.pk)
        # What was declared while we judged is due still.
        Connection.objects.filter(pk=connection.pk, declared_at=connection.declared_at).update(
            declared_at=None, declarations_end_on=declared_about(fresh).ends_on
        )
    return judged


def rejudge_due() -> int:
    """Re-evaluate all due scans, including those whose declarations expired. Returns their number."""
    with sweeper_context():
        due = Connection.objects.filter(due_for_judging(timezone.now().date()))
        rows = list(due.order_by("declared_at", "id").values_list("organization_id", "pk"))
    return each(rows, rejudge_declared)


def _has_to_wait(connection: Connection) -> bool:
    """Somebody is still at it, or a scan that began before the declaration is about to store what it found."""
    if connection.declared_at is not None and connection.declared_at > timezone.now() - SETTLE:
        return True
    open_statuses = [JobStatus.QUEUED, JobStatus.RUNNING]
    return ScanRun.objects.filter(connection_id=connection.pk, status__in=open_statuses).exists()


def rejudge_latest() -> int:
    """Re-evaluate the latest finished scan of every active connection. Returns their number."""
    with sweeper_context():
        connections = list(Connection.objects.order_by("organization_id", "id").values_list("organization_id", "id"))
    return each(connections, _rejudge_latest_of)


def _rejudge_latest_of(organization_id: UUID, connection_id: UUID) -> int:
    with organization_context(organization_id):
        run_id = _latest_judgeable(connection_id)
    return int(run_id is not None and rejudge_run(organization_id, run_id))


def _take_back(connection: Connection) -> None:
    """Where the latest scan cannot be judged by what is declared now, nothing of it passes by what was said before."""
    run = ScanRun.objects.filter(connection_id=connection.pk, status=JobStatus.FINISHED)
    latest = run.order_by("-finished_at", "id").select_related("organization").first()
    if latest is None:
        return
    rests = [check_id for check_id in all_checks() if facts_read_by(check_id)]
    good = Finding.objects.filter(run_id=latest.pk, check_id__in=rests, outcome__in=_GOOD)
    values = {"outcome": Outcome.UNKNOWN.value, "reason": Reason.NOT_COLLECTED.value, "message": _SCAN_AGAIN}
    if count := good.update(**values, action="", evidence={}):
        ScanRun.objects.filter(pk=latest.pk).update(judged_at=timezone.now())
        record("scan.taken_back", organization=latest.organization, actor=None, target=latest, findings=count)


def _latest_judgeable(connection_id: UUID) -> UUID | None:
    """The latest finished scan, if its facts are kept: an older one says nothing about today."""
    runs = ScanRun.objects.filter(connection_id=connection_id, status=JobStatus.FINISHED)
    latest = runs.order_by("-finished_at", "id").values_list("pk", "facts_file").first()
    return latest[0] if latest and latest[1] else None


def _replace(run: ScanRun, judged: list[Finding], declared: Declared) -> None:
    before = {_key(row): row for row in Finding.objects.filter(run_id=run.pk)}
    kept, new = [], []
    for row in judged:
        old = before.pop(_key(row), None)
        if old is None:
            new.append(row)
        elif any(getattr(old, field) != getattr(row, field) for field in _JUDGED):
            for field in _JUDGED:
                setattr(old, field, getattr(row, field))
            kept.append(old)
    Finding.objects.filter(pk__in=[row.pk for row in before.values()]).delete()
    Finding.objects.bulk_update(kept, _JUDGED, batch_size=_BATCH)
    Finding.objects.bulk_create(new, batch_size=_BATCH)
    ScanRun.objects.filter(pk=run.pk).update(judged_at=timezone.now(), declared=declared.basis)
    account = run.connection.account_id
    numbers = {"changed": len(kept), "added": len(new), "removed": len(before)}
    record("scan.rejudged", organization=run.organization, actor=None, target=run, account=account, **numbers)


def _key(row: Finding) -> tuple[str, str, str]:
    return row.check_id, row.region, row.resource
