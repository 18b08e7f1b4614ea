"""Creates and changes workloads. A new workload gets its first assessment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from assessments.catalog.load import current_edition
from assessments.models import Assessment, Workload, WorkloadAccount
from assessments.services.declarations import declare_workload
from ftrportal.audit.record import record
from ftrportal.organizations.models import Organization, User


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """An AWS account as the form gives it."""

    account_id: str
    label: str = ""
    is_production: bool = True


@dataclass(frozen=True, slots=True)
class WorkloadDraft:
    """A workload as the form gives it; None means nobody knows yet."""

    name: str
    description: str = ""
    handles_phi: bool | None = None
    accesses_customer_accounts: bool | None = None
    stores_customer_credentials: bool | None = None
    compliance_standards: tuple[str, ...] | None = None
    accounts: tuple[AccountDraft, ...] = field(default=())


PLAIN = ("name", "description", "handles_phi", "accesses_customer_accounts", "stores_customer_credentials")


class StaleWorkloadError(Exception):
    """Another save came first. `current` is the current workload; nothing was written."""

    def __init__(self, current: Workload) -> None:
        super().__init__(f"the workload is of {current.updated_at.isoformat()}")
        self.current = current


@transaction.atomic
def create_workload(*, organization: Organization, actor: User, draft: WorkloadDraft) -> Workload:
    """Create the workload, its accounts and its first assessment of the current edition."""
    workload = Workload(organization=organization, created_by=actor)
    _take(workload, draft)
    workload.save(force_insert=True)
    _set_accounts(workload, draft.accounts)
    assessment = Assessment.objects.create(
        organization=organization, workload=workload, edition=current_edition().id, created_by=actor
    )
    record(
        "workload.created",
        organization=organization,
        actor=actor,
        target=workload,
        name=workload.name,
        edition=assessment.edition,
    )
    declare_workload(workload, actor=actor)
    return workload


@transaction.atomic
def update_workload(*, workload: Workload, actor: User, draft: WorkloadDraft, base: str = "") -> Workload:
    """Change the workload; accounts missing in the draft are removed.

    `base` names the save that the draft is based on, as `version_of` tells it. Raises StaleWorkloadError.
    """
    current = Workload.objects.select_for_update().get(pk=workload.pk)
    if base and base != version_of(current):
        raise StaleWorkloadError(current)
    before = {name: getattr(workload, name) for name in (*PLAIN, "compliance_standards")}
    _take(workload, draft)
    workload.save(update_fields=[*before, "updated_at"])
    added, removed = _set_accounts(workload, draft.accounts)
    changed = sorted(name for name, value in before.items() if getattr(workload, name) != value)
    record(
        "workload.updated",
        organization=workload.organization,
        actor=actor,
        target=workload,
        name=workload.name,
        changed=changed,
        accounts_added=added,
        accounts_removed=removed,
    )
    declare_workload(workload, actor=actor)
    return workload


def version_of(workload: Workload) -> str:
    """Names the last save of the workload."""
    return workload.updated_at.isoformat()


def _take(workload: Workload, draft: WorkloadDraft) -> None:
    for name in PLAIN:
        setattr(workload, name, getattr(draft, name))
    named = draft.compliance_standards
    workload.compliance_standards = None if named is None else list(named)


def _set_accounts(workload: Workload, drafts: Sequence[AccountDraft]) -> tuple[list[str], list[str]]:
    existing = {row.account_id: row for row in WorkloadAccount.objects.filter(workload=workload)}
    wanted = {draft.account_id: draft for draft in drafts}
    removed = sorted(set(existing) - set(wanted))
    WorkloadAccount.objects.filter(workload=workload, account_id__in=removed).delete()
    for account_id, draft in wanted.items():
        row = existing.get(account_id) or WorkloadAccount(
            organization=workload.organization, workload=workload, account_id=account_id
        )
        row.label, row.is_production = draft.label, draft.is_production
        row.save()
    return sorted(set(wanted) - set(existing)), removed
