"""What changed between a scan and the one before it of the same connection.

A finding is the same in two scans when check, region and resource are. What a scan could not see is never "fixed" or
"gone": a resource whose check is unknown now, or whose region was not scanned this time, is left out of both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q

from ftrportal.common.jobs.leases import JobStatus
from scanners.engine.checks.registry import all_checks
from scanners.engine.checks.verdicts import Outcome
from scanners.models import Finding, ScanRun
from scanners.public_types import Change, Changes
from scanners.selectors.scans.exceptions import exceptions_in
from scanners.selectors.scans.order import SEVERITIES

Key = tuple[str, str, str]
_OPEN = (Outcome.FAIL.value, Outcome.REVIEW.value, Outcome.UNKNOWN.value)
_SEVERITY_ORDER = [severity.value for severity in SEVERITIES]


def previous_run(run: ScanRun) -> ScanRun | None:
    """The finished scan of the same connection that ended before this one."""
    if run.finished_at is None:
        return None
    rows = ScanRun.objects.for_organization(run.organization).filter(
        connection_id=run.connection_id, status=JobStatus.FINISHED, finished_at__lt=run.finished_at
    )
    before: ScanRun | None = rows.order_by("-finished_at", "id").first()
    return before


def changes_of(run: ScanRun) -> Changes:
    """What a finished scan shows that the last one did not, the serious first. Four queries."""
    previous = previous_run(run) if run.status == JobStatus.FINISHED else None
    if previous is None:
        return Changes()
    before = _findings(previous, Q(outcome__in=_OPEN))
    # Of what passes now only checks matter that something was open of before.
    now = _findings(run, Q(outcome__in=_OPEN) | Q(check_id__in={key[0] for key in before}))
    return Changes(
        previous.pk,
        previous.finished_at,
        new_failing=_accepted(_turned(before, now, Outcome.FAIL), run),
        fixed=_fixed(before, now),
        gone=_gone(before, now, run),
        newly_unknown=_turned(before, now, Outcome.UNKNOWN),
        to_review=_turned(before, now, Outcome.REVIEW),
    )


def _findings(run: ScanRun, condition: Q) -> dict[Key, Finding]:
    rows = Finding.objects.for_organization(run.organization).filter(condition, run=run)
    rows = rows.only("id", "check_id", "region", "resource", "outcome", "severity", "account_id")
    return {(row.check_id, row.region, row.resource): row for row in rows}


def _turned(before: dict[Key, Finding], now: dict[Key, Finding], outcome: Outcome) -> tuple[Change, ...]:
    """What has this outcome now and had another before, or none."""
    rows = [(key, row) for key, row in now.items() if row.outcome == outcome]
    changed = [(before.get(key), row) for key, row in rows if key not in before or before[key].outcome != outcome]
    return _sorted(_change(row, old.outcome if old else "", row.outcome) for old, row in changed)


def _accepted(changes: tuple[Change, ...], run: ScanRun) -> tuple[Change, ...]:
    """The same with what somebody accepted marked."""
    accepted = exceptions_in(run.organization, {change.account_id for change in changes})
    keys = [(change.account_id, change.check_id, change.region, change.resource) for change in changes]
    return tuple(
        replace(change, accepted_until=accepted[key].ends_on) if key in accepted else change
        for change, key in zip(changes, keys, strict=True)
    )


def _fixed(before: dict[Key, Finding], now: dict[Key, Finding]) -> tuple[Change, ...]:
    pairs = [(row, now.get(key)) for key, row in before.items() if row.outcome == Outcome.FAIL]
    fixed = [row for _, row in pairs if row is not None and row.outcome == Outcome.PASS]
    return _sorted(_change(row, Outcome.FAIL.value, row.outcome) for row in fixed)


def _gone(before: dict[Key, Finding], now: dict[Key, Finding], run: ScanRun) -> tuple[Change, ...]:
    """Failed or was to review, and is not there any more although its check could look."""
    blind = {key[0] for key, row in now.items() if row.outcome == Outcome.UNKNOWN}
    gone = [
        row
        for key, row in before.items()
        if row.outcome in {Outcome.FAIL, Outcome.REVIEW}
        and (key not in now or now[key].outcome == Outcome.NOT_APPLICABLE)
        and row.check_id not in blind
        and row.check_id in all_checks()
        and (not row.region or row.region in run.regions)
    ]
    return _sorted(_change(row, row.outcome, "") for row in gone)


def _change(row: Finding, before: str, now: str) -> Change:
    check = all_checks().get(row.check_id)
    title = check.title if check else row.check_id
    return Change(
        row.pk, row.check_id, title, row.region, row.resource, row.account_id, row.severity, before=before, now=now
    )


def _sorted(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=_order))


def _order(change: Change) -> tuple[int, str, str, str]:
    known = change.severity in _SEVERITY_ORDER
    rank = _SEVERITY_ORDER.index(change.severity) if known else len(_SEVERITY_ORDER)
    return rank, change.check_id, change.region, change.resource
