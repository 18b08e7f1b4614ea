"""Uses suggestions of scans in answers: always an action of a person."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from assessments.models import Answer, AnswerStatus, Assessment
from assessments.services.answers import StaleAnswerError, lock_answer, store_version
from assessments.suggestions.rollup import Suggested, Suggestion
from assessments.suggestions.suggest import frozen_findings
from ftrportal.audit.record import record
from ftrportal.organizations.models import User

MAX_FROZEN = 1_000


class SuggestionChangedError(Exception):
    """The suggestion has changed since the person saw it."""


@transaction.atomic
def accept_suggestion(
    *,
    assessment: Assessment,
    requirement_key: str,
    actor: User,
    base_version: int,
    suggestion: Suggestion,
    fingerprint: str,
) -> Answer:
    """Set the status to what is suggested and freeze the findings. Raises StaleAnswerError, SuggestionChangedError."""
    answer = lock_answer(assessment=assessment, requirement_key=requirement_key)
    if answer.version != base_version:
        raise StaleAnswerError(answer)
    if fingerprint != suggestion.fingerprint or not suggestion.can_be_accepted:
        raise SuggestionChangedError
    answer.status = answer.accepted_status = AnswerStatus(suggestion.status.value)
    if suggestion.status is Suggested.NOT_APPLICABLE and not answer.not_applicable_reason.strip():
        answer.not_applicable_reason = _reason(suggestion)
    answer.accepted_findings = frozen_findings(suggestion, limit=MAX_FROZEN)
    answer.accepted_at, answer.accepted_by = timezone.now(), actor
    store_version(answer, actor)
    record(
        "suggestion.accepted",
        organization=assessment.organization,
        actor=actor,
        target=answer,
        workload=assessment.workload.name,
        requirement=requirement_key,
        version=answer.version,
        status=answer.status,
        findings=len(suggestion.findings),
        frozen=len(answer.accepted_findings),
    )
    return answer


def _reason(suggestion: Suggestion) -> str:
    messages = dict.fromkeys(finding.message for finding in suggestion.findings)
    return f"{suggestion.because} {' '.join(messages)}"[:2_000].strip()
