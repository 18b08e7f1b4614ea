"""Scans as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from ftrportal.common.jobs.leases import JobStatus
from ftrportal.common.text.messages import Message
from ftrportal.organizations.models import Organization, TenantQuerySet
from scanners.engine.checks.verdicts import Outcome
from scanners.engine.gap_texts import why_unread
from scanners.engine.service_names import service_name
from scanners.messages import describe
from scanners.models import Connection, Finding, ScanRun
from scanners.selectors.scans.order import OUTCOMES, SEVERITIES


@dataclass(frozen=True, slots=True)
class ServiceProgress:
    """One AWS service of a scan under way: `done` of `total` steps, in one word, and where it reads or could not."""

    name: str
    done: int
    total: int
    unreadable: int
    state: str
    reading_in: tuple[str, ...] = ()
    unreadable_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """How many findings of one outcome there are, whole and by severity in the order of SEVERITIES."""

    outcome: str
    total: int
    by_severity: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class UnreadableLine:
    """Something the scan could not see."""

    action: str
    region: str
    reason: str
    detail: str
    times: int


def run_list(organization: Organization) -> TenantQuerySet:
    """All scans, newest first."""
    return ScanRun.objects.for_organization(organization).select_related("connection", "requested_by")


def runs_of(connection: Connection, limit: int = 10) -> list[ScanRun]:
    """The latest scans of a connection."""
    rows = ScanRun.objects.for_organization(connection.organization).filter(connection=connection)
    return list(rows.select_related("requested_by")[:limit])


def open_run(connection: Connection) -> ScanRun | None:
    """The scan of a connection that is queued or running."""
    rows = ScanRun.objects.for_organization(connection.organization).filter(connection=connection)
    run: ScanRun | None = rows.filter(status__in=[JobStatus.QUEUED, JobStatus.RUNNING]).first()
    return run


def elapsed_text(run: ScanRun) -> str:
    """How long a scan has run, or ran; empty before it started."""
    if run.started_at is None:
        return ""
    seconds = max(0, round(((run.finished_at or timezone.now()) - run.started_at).total_seconds()))
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


def service_progress(run: ScanRun) -> list[ServiceProgress]:
    """The steps of a scan gathered by AWS service."""
    steps: dict[str, list[tuple[str, str]]] = {}
    for key, state in run.progress.items():
        collector, _, region = key.partition("/")
        steps.setdefault(collector.partition(".")[0], []).append((region, state))
    return [_service(name, found) for name, found in sorted(steps.items())]


def failure(run: ScanRun) -> Message | None:
    """Why a scan that is over has no result, or only a part of one."""
    if run.status == JobStatus.FINISHED and run.reason:
        return describe(run.reason)
    if run.status not in {JobStatus.FAILED, JobStatus.CANCELLED}:
        return None
    reason = run.reason or ("scan.cancelled" if run.status == JobStatus.CANCELLED else "scan.internal_error")
    values = {"role_arn": run.role_arn, "external_id": str(run.connection.external_id)}
    return describe(reason, detail=run.reason_detail, **values)


def summary(run: ScanRun) -> list[SummaryRow]:
    """The result by outcome and severity, every outcome named. One query."""
    rows = Finding.objects.for_organization(run.organization).filter(run=run).order_by()
    counts = rows.values_list("outcome", "severity").annotate(number=Count("id"))
    counted = {(outcome, severity): number for outcome, severity, number in counts}
    return [_summary_row(outcome, counted) for outcome in OUTCOMES]


def unreadable_lines(run: ScanRun) -> list[UnreadableLine]:
    """What the scan could not see and why, in words."""
    return [
        UnreadableLine(
            action=gap["action"],
            region=gap["region"],
            reason=why_unread(gap["reason"]),
            detail=gap["detail"],
            times=gap.get("times", 1),
        )
        for gap in run.unreadable
    ]


def _service(name: str, steps: Iterable[tuple[str, str]]) -> ServiceProgress:
    steps = list(steps)
    states = [state for _, state in steps]
    unreadable = states.count("unreadable")
    done = states.count("done") + unreadable
    return ServiceProgress(
        service_name(name),
        done,
        len(states),
        unreadable,
        state="done" if done == len(states) else "running",
        reading_in=_regions(steps, "running"),
        unreadable_in=_regions(steps, "unreadable"),
    )


def _regions(steps: Iterable[tuple[str, str]], wanted: str) -> tuple[str, ...]:
    return tuple(sorted({region for region, state in steps if region and state == wanted}))


def _summary_row(outcome: Outcome, counted: dict[tuple[str, str], int]) -> SummaryRow:
    numbers = tuple(counted.get((outcome.value, severity.value), 0) for severity in SEVERITIES)
    return SummaryRow(outcome.value, sum(numbers), numbers)
