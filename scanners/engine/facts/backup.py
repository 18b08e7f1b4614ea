"""AWS Backup in one region: what it really copies, by which plans, into which vaults, and what was restored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from scanners.engine.facts.unknown import Unknown

# An automatic backup that is not older counts; daily ones may start late.
RECENT = timedelta(hours=48)
AIR_GAPPED = "LOGICALLY_AIR_GAPPED_BACKUP_VAULT"


@dataclass(frozen=True, slots=True)
class ProtectedResource:
    """A resource with recovery points, whatever their state: only a recent `last_backup_at` says that it works."""

    arn: str
    type: str
    last_backup_at: datetime | None


@dataclass(frozen=True, slots=True)
class Vault:
    """A vault; `type` is AWS's word."""

    arn: str
    name: str
    type: str
    points: int
    is_locked: bool


@dataclass(frozen=True, slots=True)
class PlanRule:
    """One rule of a plan; `schedule` is AWS's expression, empty where none is set, `keep_days` 0 for ever."""

    vault: str
    schedule: str
    keep_days: int
    is_continuous: bool
    copies_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """A plan and when it last ran; None if it never did."""

    arn: str
    name: str
    last_run_at: datetime | None
    rules: tuple[PlanRule, ...] | Unknown


@dataclass(frozen=True, slots=True)
class JobCount:
    """How many jobs of the last fourteen days ended up in a state."""

    type: str
    state: str
    count: int


@dataclass(frozen=True, slots=True)
class RestoreJob:
    """A restore of the last year. `is_test` says that a testing plan made it, `validation` is AWS's word or empty."""

    id: str
    type: str
    status: str
    created_at: datetime | None
    completed_at: datetime | None
    is_test: bool
    validation: str


@dataclass(frozen=True, slots=True)
class RestorePlan:
    """A restore testing plan; None if it never ran."""

    arn: str
    name: str
    last_run_at: datetime | None


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """Each part by itself may be unreadable. Opt-ins and counts are asked only where a plan exists: () otherwise.

    `opted_out` names the resource types AWS Backup leaves alone in this region even if a plan selects them.
    """

    protected: tuple[ProtectedResource, ...] | Unknown
    vaults: tuple[Vault, ...] | Unknown
    plans: tuple[BackupPlan, ...] | Unknown
    opted_out: tuple[str, ...] | Unknown
    job_counts: tuple[JobCount, ...] | Unknown
    restore_jobs: tuple[RestoreJob, ...] | Unknown
    testing_plans: tuple[RestorePlan, ...] | Unknown
    report_plans: tuple[str, ...] | Unknown

    def last_backups(self) -> Mapping[str, datetime]:
        """When AWS Backup last copied a resource, by ARN; empty if the list was refused."""
        if isinstance(self.protected, Unknown):
            return {}
        return {one.arn: one.last_backup_at for one in self.protected if one.last_backup_at}
