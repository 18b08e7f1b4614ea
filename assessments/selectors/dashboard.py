"""The organization's workloads at a glance, and one workload's front page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from assessments.catalog.load import load_edition
from assessments.catalog.schema import Edition
from assessments.models import Answer, AnswerStatus, Assessment, SectionOverride, Workload, WorkloadAccount
from assessments.selectors.documents import findings_in_documents
from assessments.suggestions.progress import Progress, assessment_progress, progress_of, workload_facts
from assessments.suggestions.suggest import ScanState, disagreements, state_of, suggestion_for
from ftrportal.organizations.models import Organization
from scanners.public import AccountView, accounts_for

CONNECTED = "active"


@dataclass(frozen=True, slots=True)
class WorkloadCard:
    workload: Workload
    progress: Progress
    accounts: int
    connected: int


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account of the workload beside what the scanner knows of it."""

    row: WorkloadAccount
    view: AccountView


@dataclass(frozen=True, slots=True)
class Attention:
    """A requirement whose answer and scan do not agree."""

    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class WorkloadOverview:
    progress: Progress
    accounts: list[AccountLine]
    disagreements: list[Attention]


def workload_cards(organization: Organization) -> list[WorkloadCard]:
    """Every workload with its progress and connected accounts; six queries however many there are."""
    workloads = list(Workload.objects.for_organization(organization).filter(archived_at=None))
    assessments = _newest_assessments(organization)
    ids = [assessment.pk for assessment in assessments.values()]
    statuses = _statuses(ids)
    overrides = _grouped(SectionOverride.objects.filter(assessment_id__in=ids), "assessment_id")
    accounts = _grouped(WorkloadAccount.objects.for_organization(organization), "workload_id")
    active = _connected(organization, {row.account_id for rows in accounts.values() for row in rows})
    return [
        WorkloadCard(
            workload=workload,
            progress=progress_of(
                load_edition(assessments[workload.pk].edition),
                workload_facts(workload),
                statuses[assessments[workload.pk].pk],
                overrides[assessments[workload.pk].pk],
            ),
            accounts=len(accounts[workload.pk]),
            connected=sum(row.account_id in active for row in accounts[workload.pk]),
        )
        for workload in workloads
        if workload.pk in assessments
    ]


def workload_overview(assessment: Assessment, edition: Edition) -> WorkloadOverview:
    """The front page of one workload."""
    workload = assessment.workload
    rows = list(WorkloadAccount.objects.filter(workload=workload))
    views = {view.account_id: view for view in accounts_for(workload.organization, [row.account_id for row in rows])}
    labels = {row.account_id: row.label for row in rows if row.is_production}
    state = state_of(
        workload.organization,
        labels,
        views=[views[account_id] for account_id in labels],
        documents=findings_in_documents(assessment, edition),
    )
    return WorkloadOverview(
        progress=assessment_progress(assessment, edition),
        accounts=[AccountLine(row, views[row.account_id]) for row in rows],
        disagreements=_disagreeing(assessment, edition, state),
    )


def _disagreeing(assessment: Assessment, edition: Edition, state: ScanState) -> list[Attention]:
    answers = Answer.objects.filter(assessment=assessment).exclude(status=AnswerStatus.NOT_STARTED)
    found = []
    for answer in answers.defer("response", "not_applicable_reason"):
        requirement = edition.by_name.get(answer.requirement_key)
        if requirement is None:
            continue
        suggestion = suggestion_for(requirement, state)
        texts = [one.text for one in disagreements(answer, suggestion, fields_outcome=None) if one.is_serious]
        if texts:
            found.append((requirement.number, Attention(requirement.key, requirement.title, texts[0])))
    return [attention for _, attention in sorted(found, key=lambda pair: pair[0])]


def _newest_assessments(organization: Organization) -> dict[Any, Assessment]:
    rows = Assessment.objects.for_organization(organization).order_by("created_at", "-id")
    return {row.workload_id: row for row in rows}


def _statuses(assessment_ids: Iterable[Any]) -> dict[Any, dict[str, str]]:
    found: dict[Any, dict[str, str]] = defaultdict(dict)
    rows = Answer.objects.filter(assessment_id__in=list(assessment_ids))
    for assessment_id, key, status in rows.values_list("assessment_id", "requirement_key", "status"):
        found[assessment_id][key] = status
    return found


def _grouped(rows: Any, name: str) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, name)].append(row)
    return groups


def _connected(organization: Organization, account_ids: set[str]) -> set[str]:
    views = accounts_for(organization, sorted(account_ids)) if account_ids else []
    return {view.account_id for view in views if view.status == CONNECTED}
