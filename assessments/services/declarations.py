"""Passes declarations about a workload to the scanner, whose checks use them."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from assessments.models import Answer, Assessment, Workload, WorkloadAccount
from assessments.selectors.declared import DECLARING, PLACES, WORKLOAD, declared_by
from assessments.selectors.declared_source import Source
from assessments.services.documents import read_again_for_accounts
from ftrportal.organizations.models import User
from scanners.public import DeclaredValue, declare


def declare_workload(workload: Workload, *, actor: User) -> list[str]:
    """Declare what the workload's facts and the answers of its newest assessment say. The accounts that changed.

    Called in the transaction of the save, so that answer and declaration never differ.
    """
    # Whoever declares second waits here and then reads what the first one saved: a source is declared as a whole.
    workload = (
        Workload.objects.select_for_update(no_key=True, of=("self",)).select_related("organization").get(pk=workload.pk)
    )
    accounts = WorkloadAccount.objects.filter(organization=workload.organization, workload=workload)
    answers = _answers(workload)
    now = timezone.now()
    declared = {}
    for row in [] if workload.archived_at else accounts:
        source = Source(
            workload=workload,
            values={key: answer.fields for key, answer in answers.items()},
            account_id=row.account_id,
            is_production=row.is_production,
            today=now.date(),
        )
        declared[row.account_id] = {
            name: DeclaredValue(said.value, PLACES[name], *_said_by(answers.get(PLACES[name]), actor, now), said.until)
            for name, said in declared_by(source).items()
        }
    read_again_for_accounts(workload)
    return declare(
        organization=workload.organization,
        actor=actor,
        source=f"{WORKLOAD}:{workload.pk}",
        source_name=workload.name,
        accounts=declared,
    )


def declares(requirement_key: str) -> bool:
    """Whether answers to this requirement declare something to the scanner."""
    return requirement_key in DECLARING


def _answers(workload: Workload) -> dict[str, Answer]:
    newest = Assessment.objects.filter(workload=workload).order_by("-created_at", "id").first()
    rows = Answer.objects.filter(assessment=newest, requirement_key__in=DECLARING).select_related("updated_by")
    return {row.requirement_key: row for row in rows}


def _said_by(answer: Answer | None, actor: User, now: datetime) -> tuple[str, datetime]:
    """Who declared it when: whoever saved the answer, or for the workload's own facts whoever saves now."""
    return (str(answer.updated_by or ""), answer.updated_at) if answer else (str(actor), now)
