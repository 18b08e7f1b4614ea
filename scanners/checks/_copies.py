"""Whether AWS Backup really copied a resource lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from scanners.checks._ages import said
from scanners.facts.backup import RECENT, BackupFacts
from scanners.facts.regional import Regional
from scanners.facts.unknown import Reason, Unknown
from scanners.registry import Scope
from scanners.verdicts import Verdict, failed, passed, review, unknown

_ACTION = "backup:ListProtectedResources"


class State(Enum):
    """How AWS Backup stands to a resource."""

    RECENT = "recent"
    OLD = "old"
    NONE = "none"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Copy:
    """The latest copy; `gap` says why it is unread, `may_be_continuous` that an old time may mean little."""

    state: State
    at: datetime | None = None
    gap: Unknown | None = None
    may_be_continuous: bool = False


class Copies:
    """The copies of all regions, indexed once."""

    def __init__(self, scope: Scope, backup: Regional[BackupFacts] | Unknown) -> None:
        self._now = scope.now
        self._backup = backup
        self._times = {} if isinstance(backup, Unknown) else {name: one.last_backups() for name, one in backup.known()}

    def of(self, region: str, *arns: str) -> Copy:
        """The latest copy of a resource, or of one that contains it."""
        facts = self._in(region)
        if isinstance(facts, Unknown):
            return Copy(State.UNREAD, gap=facts)
        if isinstance(facts.protected, Unknown):
            return Copy(State.UNREAD, gap=facts.protected)
        times = [moment for arn in arns if (moment := self._times[region].get(arn))]
        if not times:
            return Copy(State.NONE)
        latest = max(times)
        if latest >= self._now - RECENT:
            return Copy(State.RECENT, latest)
        return Copy(State.OLD, latest, may_be_continuous=_may_be_continuous(facts))

    def _in(self, region: str) -> BackupFacts | Unknown:
        if isinstance(self._backup, Unknown):
            return self._backup
        return self._backup.by_region.get(region, Unknown(Reason.NOT_COLLECTED, _ACTION))


def judge_copy(region: str, arn: str, name: str, copy: Copy, *, lacks: str) -> Verdict:
    """The verdict where only AWS Backup is left; `lacks` says what the resource has not of its own."""
    at = said(copy.at)
    if copy.gap:
        return unknown(arn, copy.gap, region=region)
    if copy.state is State.RECENT:
        return passed(arn, f"{name} was copied by AWS Backup lately.", region=region, last_backup=at)
    if copy.state is State.NONE:
        return failed(arn, f"{name} {lacks}, and AWS Backup has no copy of it.", region=region)
    if copy.may_be_continuous:
        message = f"{name} {lacks}; its last copy is old, but a continuous backup may not move that time."
        return review(arn, message, region=region, last_backup=at)
    return failed(arn, f"{name} {lacks}, and its last copy by AWS Backup is old.", region=region, last_backup=at)


def _may_be_continuous(facts: BackupFacts) -> bool:
    """Some plan backs up continuously, or might: how the time of the last backup moves then is not documented."""
    if isinstance(facts.plans, Unknown):
        return True
    return any(isinstance(plan.rules, Unknown) or any(r.is_continuous for r in plan.rules) for plan in facts.plans)
