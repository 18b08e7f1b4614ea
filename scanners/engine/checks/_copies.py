"""Recent recovery points of resources in AWS Backup."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from scanners.engine.checks._ages import hours_since, said
from scanners.engine.checks.backup._schedules import longest_gap
from scanners.engine.checks.verdicts import Verdict, failed, passed, review, unknown
from scanners.engine.facts.backup import RECENT, BackupFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

# A schedule without a fixed interval is assumed to run at least once a year.
_LONGEST = 366.0 * 24
_ACTION = "backup:ListProtectedResources"


class State(Enum):
    """What AWS Backup has of a resource."""

    RECENT = "recent"
    OLD = "old"
    NONE = "none"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Copy:
    """The latest recovery point; `gap` is the reason why it could not be read.

    `may_be_continuous` says that an old time may mean little, `may_be_rare` that some plan copies so rarely that the
    copy can be its latest one, `awaits_first_run` that some plan of the region has not run yet and may take it.
    """

    state: State
    at: datetime | None = None
    gap: Unknown | None = None
    may_be_continuous: bool = False
    may_be_rare: bool = False
    awaits_first_run: bool = False


class Copies:
    """The latest recovery points of all Regions."""

    def __init__(self, scope: Scope, backup: Regional[BackupFacts] | Unknown) -> None:
        self._scope = scope
        self._backup = backup
        self._times = {} if isinstance(backup, Unknown) else {name: one.last_backups() for name, one in backup.known()}

    def of(self, region: str, *arns: str) -> Copy:
        """The latest recovery point of a resource or of one that contains it."""
        return self._latest(region, lambda times: [at for arn in arns if (at := times.get(arn))])

    def of_parts(self, region: str, prefix: str) -> Copy:
        """The latest recovery point of a resource whose ARN starts with the prefix."""
        return self._latest(region, lambda times: [at for arn, at in times.items() if arn.startswith(prefix)])

    def _latest(self, region: str, pick: Callable[[Mapping[str, datetime]], list[datetime]]) -> Copy:
        facts = self._in(region)
        if isinstance(facts, Unknown):
            return Copy(State.UNREAD, gap=facts)
        if isinstance(facts.protected, Unknown):
            return Copy(State.UNREAD, gap=facts.protected)
        times = pick(self._times[region])
        if not times:
            return Copy(State.NONE, awaits_first_run=_awaits_first_run(facts))
        latest = max(times)
        if latest >= self._scope.now - RECENT:
            return Copy(State.RECENT, latest)
        age = hours_since(self._scope, latest)
        return Copy(State.OLD, latest, None, _may_be_continuous(facts), _may_be_rare(facts, age))

    def _in(self, region: str) -> BackupFacts | Unknown:
        if isinstance(self._backup, Unknown):
            return self._backup
        return self._backup.by_region.get(region, Unknown(Reason.NOT_COLLECTED, _ACTION))


def judge_copy(region: str, arn: str, name: str, copy: Copy, *, lacks: str) -> Verdict:
    """The verdict by AWS Backup alone; `lacks` names what the resource itself does not have."""
    at = said(copy.at)
    if copy.gap:
        return unknown(arn, copy.gap, region=region)
    if copy.state is State.RECENT:
        return passed(arn, f"{name} has a recent recovery point in AWS Backup.", region=region, last_backup=at)
    if copy.awaits_first_run:
        message = f"{name} {lacks}, and AWS Backup has no recovery point yet: a backup plan in {region} has not run."
        return review(arn, message, region=region)
    if copy.state is State.NONE:
        return failed(arn, f"{name} {lacks}, and AWS Backup has no recovery point of it.", region=region)
    if copy.may_be_continuous:
        message = (
            f"{name} {lacks}. Its last recovery point is old, but continuous backups may not update "
            "its time. Check the backup."
        )
        return review(arn, message, region=region, last_backup=at)
    if copy.may_be_rare:
        message = (
            f"{name} {lacks}. Its last recovery point is more than two days old, but a plan may run less "
            "often. Document the schedule."
        )
        return review(arn, message, region=region, last_backup=at)
    return failed(
        arn, f"{name} {lacks}, and its last recovery point in AWS Backup is old.", region=region, last_backup=at
    )


def _awaits_first_run(facts: BackupFacts) -> bool:
    """True if a plan never ran. Its resource selection is not read, so it may include any resource."""
    return not isinstance(facts.plans, Unknown) and any(plan.last_run_at is None for plan in facts.plans)


def _may_be_continuous(facts: BackupFacts) -> bool:
    """True if a plan may use continuous backups: AWS does not document how these update the last backup time."""
    if isinstance(facts.plans, Unknown):
        return True
    return any(isinstance(plan.rules, Unknown) or any(r.is_continuous for r in plan.rules) for plan in facts.plans)


def _may_be_rare(facts: BackupFacts, age_in_hours: float) -> bool:
    """True if a recovery point of this age can be the latest one of a plan, with a day of tolerance."""
    plans = () if isinstance(facts.plans, Unknown) else facts.plans
    rules = [rule for plan in plans if not isinstance(plan.rules, Unknown) for rule in plan.rules]
    gaps = [longest_gap(rule.schedule) for rule in rules]
    known = [_LONGEST if gap is None else gap / 60 + 24 for gap in gaps]
    return max(known, default=0) >= age_in_hours
