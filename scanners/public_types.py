"""The frozen values that leave this app through `public.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from scanners.engine.checks.registry import Check
    from scanners.engine.documents.registry import DocumentCheck
    from scanners.models import ScanRun


@dataclass(frozen=True, slots=True)
class CheckView:
    """A check as the catalogue and the pages show it.

    One of a document reads what a person attaches (`wanted` says what) instead of an account; `is_replaceable` is
    whether typed fields may stand in for the document.
    """

    id: str
    title: str
    question: str
    severity: str
    weight: str
    fix: str
    source: str
    cli: str
    console: str
    is_document: bool = False
    wanted: str = ""
    is_replaceable: bool = False

    @classmethod
    def of_document(cls, check: DocumentCheck) -> CheckView:
        """The view of a check that reads attached documents."""
        return replace(cls.of(check), is_document=True, wanted=check.wanted, is_replaceable=check.is_replaceable)

    @classmethod
    def of(cls, check: Check | DocumentCheck) -> CheckView:
        """The view of a registered check."""
        return cls(
            id=check.id,
            title=check.title,
            question=check.question,
            severity=check.severity.value,
            weight=check.weight.value,
            fix=check.fix,
            source=check.source,
            cli=check.cli,
            console=check.console,
        )


@dataclass(frozen=True, slots=True)
class CallView:
    """One API operation and the IAM action it needs (empty where AWS asks for none)."""

    service: str
    operation: str
    action: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """What one check said about one resource. Texts come from the scanned account: hostile, shown escaped only.

    `outcome` is a value of `Outcome`, `severity` of `Severity`, `weight` of `Weight`. `reason` and `action` are set
    for unknown (and `reason` for not_applicable). `observed_at` is when the scan ended. `accepted_until`
    is set while somebody has accepted the finding, with the reason and who decided it.
    """

    id: UUID
    check_id: str
    title: str
    outcome: str
    severity: str
    weight: str
    account_id: str
    region: str
    resource: str
    message: str
    fix: str
    reason: str
    action: str
    evidence: Mapping[str, Any]
    run_id: UUID
    observed_at: datetime
    accepted_until: date | None = None
    accepted_because: str = ""
    accepted_by: str = ""


@dataclass(frozen=True, slots=True)
class RunView:
    """One scan: `status` is a value of `JobStatus`."""

    id: UUID
    status: str
    status_label: str
    finished_at: datetime | None
    steps_done: int
    steps_total: int

    @classmethod
    def of(cls, run: ScanRun) -> RunView:
        """The view of a scan's row."""
        return cls(
            id=run.id,
            status=run.status,
            status_label=run.get_status_display(),
            finished_at=run.finished_at,
            steps_done=run.steps_done,
            steps_total=run.steps_total,
        )


@dataclass(frozen=True, slots=True)
class AccountView:
    """An AWS account id and, if somebody connected it, its connection. `status` is "" for one nobody connected."""

    account_id: str
    connection_id: UUID | None
    status: str
    status_label: str
    role_arn: str
    last_run: RunView | None
    last_finished_run: RunView | None
    is_judged_again: bool = False  # something was declared that its findings do not show yet


@dataclass(frozen=True, slots=True)
class ScanFacts:
    """How a finished scan was done, for the appendix of a pack. `unreadable` lists {action, region, reason, detail}.

    `declared` lists what people had declared when its facts were judged: {fact, label, value, by, at, place, source,
    until}, all texts. `requested_by` is empty when nobody asked: the scan was due.
    """

    run_id: UUID
    account_id: str
    role_arn: str
    session_name: str
    regions: tuple[str, ...]
    started_at: datetime | None
    finished_at: datetime
    calls: int
    unreadable: tuple[Mapping[str, str], ...]
    facts_sha256: str
    facts_file: str
    declared: tuple[Mapping[str, str], ...] = ()
    requested_by: str = ""


CHANGE_KINDS = (
    ("new_failing", "New failing"),
    ("newly_unknown", "Newly “Could not check”"),
    ("to_review", "New “Needs review”"),
    ("fixed", "Fixed"),
    ("gone", "Gone"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One finding that differs. `finding_id` is the one to show: of this scan, or for what is gone of the last."""

    finding_id: UUID
    check_id: str
    title: str
    region: str
    resource: str
    account_id: str
    severity: str
    before: str
    now: str
    accepted_until: date | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """`previous_id` is the scan compared with; None for the first one, which has no changes."""

    previous_id: UUID | None = None
    previous_at: datetime | None = None
    new_failing: tuple[Change, ...] = ()
    fixed: tuple[Change, ...] = ()
    gone: tuple[Change, ...] = ()
    newly_unknown: tuple[Change, ...] = ()
    to_review: tuple[Change, ...] = ()

    @property
    def by_kind(self) -> list[tuple[str, str, tuple[Change, ...]]]:
        """(key, label, changes) of each kind, the serious first."""
        return [(key, label, getattr(self, key)) for key, label in CHANGE_KINDS]

    @property
    def is_empty(self) -> bool:
        return not (self.new_failing or self.fixed or self.gone or self.newly_unknown or self.to_review)


@dataclass(frozen=True, slots=True)
class ScanNews:
    """What a finished scan changed; `name` is what the organization calls the account."""

    run_id: UUID
    organization_id: UUID
    account_id: str
    name: str
    changes: Changes
