""" "Met" answers contradicted by a newer scan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from assessments.catalog.load import load_edition
from assessments.models import Answer, AnswerStatus, Assessment, WorkloadAccount
from ftrportal.organizations.models import Organization
from scanners.public import Change, Weight, check_info


@dataclass(frozen=True, slots=True)
class BrokenAnswer:
    """An answer that says met, and what fails now that did not fail in the scan before."""

    workload_id: UUID
    workload: str
    requirement_key: str
    requirement: str
    changes: tuple[Change, ...]


def broken_answers(organization: Organization, account_id: str, failing: Iterable[Change]) -> list[BrokenAnswer]:
    """By workload and requirement; only checks that decide count, only production accounts, and nothing that was
    accepted. Three queries."""
    by_check: dict[str, list[Change]] = {}
    for change in failing:
        info = check_info(change.check_id)
        if info is not None and info.weight == Weight.DECISIVE and change.accepted_until is None:
            by_check.setdefault(change.check_id, []).append(change)
    if not by_check:
        return []
    workloads = WorkloadAccount.objects.for_organization(organization).filter(
        account_id=account_id, is_production=True, workload__archived_at__isnull=True
    )
    assessments = {
        row.pk: row
        for row in Assessment.objects.for_organization(organization)
        .filter(workload_id__in=workloads.values_list("workload_id", flat=True))
        .select_related("workload")
    }
    answers = Answer.objects.for_organization(organization).filter(
        assessment_id__in=assessments, status=AnswerStatus.MET
    )
    found = [_broken(assessments[answer.assessment_id], answer, by_check) for answer in answers]
    return sorted((one for one in found if one), key=lambda one: (one.workload, one.requirement_key))


def _broken(assessment: Assessment, answer: Answer, by_check: dict[str, list[Change]]) -> BrokenAnswer | None:
    requirement = load_edition(assessment.edition).by_name.get(answer.requirement_key)
    if requirement is None:
        return None
    changes = tuple(change for check_id in requirement.checks for change in by_check.get(check_id, ()))
    if not changes:
        return None
    workload = assessment.workload
    return BrokenAnswer(workload.pk, workload.name, requirement.key, requirement.title, changes)
