"""Saves answers. Every save names its base version, and every version is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from assessments.models import Answer, AnswerRevision, AnswerStatus, Assessment
from assessments.services.declarations import declare_workload, declares
from ftrportal.audit.record import record
from ftrportal.organizations.models import User

REVISED = ("status", "response", "not_applicable_reason", "fields")


class StaleAnswerError(Exception):
    """Another save came first. `current` is the current answer; nothing was written."""

    def __init__(self, current: Answer) -> None:
        super().__init__(f"the answer is at version {current.version}")
        self.current = current


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """What a person wants the answer to be. None, or a field key under `keep_fields`, leaves what is stored.

    That is how an entry that could not be read neither blocks the rest of a save nor wipes what was there.
    """

    status: str | None
    response: str | None
    not_applicable_reason: str | None
    fields: Mapping[str, Any]
    keep_fields: frozenset[str] = frozenset()


@transaction.atomic
def save_answer(
    *, assessment: Assessment, requirement_key: str, actor: User, base_version: int, draft: AnswerDraft
) -> Answer:
    """Store the draft over version `base_version`. Raises StaleAnswerError.

    A draft that says what is stored already is no save: no new version, and no conflict either, so a request that is
    sent twice because its answer was lost does no harm.
    """
    answer = lock_answer(assessment=assessment, requirement_key=requirement_key)
    wanted = _wanted(answer, draft)
    if all(getattr(answer, name) == value for name, value in wanted.items()):
        return answer
    if answer.version != base_version:
        raise StaleAnswerError(answer)
    changed = sorted(name for name, value in wanted.items() if getattr(answer, name) != value)
    for name, value in wanted.items():
        setattr(answer, name, value)
    store_version(answer, actor)
    record(
        "answer.saved",
        organization=assessment.organization,
        actor=actor,
        target=answer,
        workload=assessment.workload.name,
        requirement=requirement_key,
        version=answer.version,
        status=answer.status,
        changed=changed,
    )
    if "fields" in changed and declares(requirement_key):
        declare_workload(assessment.workload, actor=actor)
    return answer


def lock_answer(*, assessment: Assessment, requirement_key: str) -> Answer:
    """The answer, created if missing and locked until the transaction ends."""
    answer: Answer
    answer, _ = Answer.objects.select_for_update(of=("self",)).get_or_create(
        assessment=assessment, requirement_key=requirement_key, defaults={"organization": assessment.organization}
    )
    answer.organization, answer.assessment = assessment.organization, assessment
    return answer


def store_version(answer: Answer, actor: User) -> None:
    """Store a locked answer as its next version."""
    answer.version += 1
    answer.updated_by = actor
    answer.save()
    AnswerRevision.objects.create(
        organization=answer.organization,
        answer=answer,
        version=answer.version,
        saved_by=actor,
        **{name: getattr(answer, name) for name in REVISED},
    )


def _wanted(answer: Answer, draft: AnswerDraft) -> dict[str, Any]:
    kept = {key: answer.fields[key] for key in draft.keep_fields if key in answer.fields}
    wanted: dict[str, Any] = {
        "response": answer.response if draft.response is None else draft.response,
        "not_applicable_reason": (
            answer.not_applicable_reason if draft.not_applicable_reason is None else draft.not_applicable_reason
        ),
        "fields": {**draft.fields, **kept},
        "status": answer.status if draft.status is None else draft.status,
    }
    if wanted["status"] == AnswerStatus.NOT_APPLICABLE and not wanted["not_applicable_reason"].strip():
        wanted["status"] = answer.status
        if answer.status == AnswerStatus.NOT_APPLICABLE:  # its reason may not be wiped while it stands
            wanted["not_applicable_reason"] = answer.not_applicable_reason
    return wanted
