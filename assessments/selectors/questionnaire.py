"""Everything the page of one requirement shows, read in a fixed number of queries."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from assessments.catalog.fields import PresentedField, present_fields
from assessments.catalog.judge import borrowed_from, judge_fields
from assessments.catalog.rules import Judgement, Outcome
from assessments.catalog.schema import Edition, Requirement
from assessments.models import Answer, AnswerRevision, AnswerStatus, Assessment, Evidence, EvidenceLink
from assessments.selectors.documents import WAITING, findings_in_documents
from assessments.suggestions.progress import Progress, RequirementState, SectionState, assessment_progress
from assessments.suggestions.rollup import Suggestion
from assessments.suggestions.suggest import Disagreement, ScanState, disagreements, scan_state, suggestion_for

MAX_DIFF_LINES = 1_000


@dataclass(frozen=True, slots=True)
class RequirementPage:
    """`answer` is unsaved (version 0) until somebody saves."""

    assessment: Assessment
    requirement: Requirement
    answer: Answer
    progress: Progress
    section: SectionState
    state: RequirementState
    judgement: Judgement
    scan: ScanState
    suggestion: Suggestion
    disagreements: list[Disagreement]
    previous: Requirement | None
    following: Requirement | None

    @property
    def status_label(self) -> str:
        return AnswerStatus(self.answer.status).label

    @property
    def reads_documents(self) -> bool:
        """Some check reads what is attached here."""
        return any(result.check.is_document for result in self.suggestion.checks)

    @property
    def reads_accounts(self) -> bool:
        """Some check needs a scan."""
        return any(result.is_of_accounts for result in self.suggestion.checks)

    @property
    def is_reading(self) -> bool:
        """A worker still has to read an attached file."""
        return any(finding.reason == WAITING for finding in self.suggestion.findings)


@dataclass(frozen=True, slots=True)
class EvidencePanel:
    """Files on the answer, and the workload's other files that could be attached too."""

    links: list[EvidenceLink]
    others: list[Evidence]


@dataclass(frozen=True, slots=True)
class DiffLine:
    """`kind` is "same", "added" or "removed"."""

    kind: str
    text: str


def requirement_page(assessment: Assessment, edition: Edition, requirement: Requirement) -> RequirementPage:
    """The page of one requirement."""
    progress = assessment_progress(assessment, edition)
    answer = current_answer(assessment, requirement.key)
    judgement = judged(assessment, requirement, answer.fields)
    documents = findings_in_documents(assessment, edition, requirement_key=requirement.key)
    scan = scan_state(assessment.workload, check_ids=requirement.checks, documents=documents)
    outcome = str(judgement.outcome) if judgement.outcome else None
    suggestion = suggestion_for(requirement, scan, fields_outcome=outcome)
    at = edition.requirements.index(requirement)
    return RequirementPage(
        assessment=assessment,
        requirement=requirement,
        answer=answer,
        progress=progress,
        section=progress.section(requirement.section),
        state=progress.requirement(requirement.key),
        judgement=judgement,
        scan=scan,
        suggestion=suggestion,
        disagreements=disagreements(answer, suggestion, fields_outcome=outcome, broken_rules=broken_rules(judgement)),
        previous=edition.requirements[at - 1] if at else None,
        following=edition.requirements[at + 1] if at + 1 < len(edition.requirements) else None,
    )


def current_answer(assessment: Assessment, requirement_key: str) -> Answer:
    """The stored answer, or an empty one that is not stored."""
    rows = Answer.objects.select_related("updated_by", "accepted_by")
    found = rows.filter(assessment=assessment, requirement_key=requirement_key).first()
    return found or Answer(organization=assessment.organization, assessment=assessment, requirement_key=requirement_key)


def judged(
    assessment: Assessment, requirement: Requirement, values: Mapping[str, Any], today: date | None = None
) -> Judgement:
    """What the typed rules say about these values, with the other answers they look at."""
    borrowed = borrowed_from(requirement)
    rows = (
        Answer.objects.filter(assessment=assessment, requirement_key__in=borrowed)
        if borrowed
        else Answer.objects.none()
    )
    elsewhere = dict(rows.values_list("requirement_key", "fields"))
    return judge_fields(requirement, values, today=today or timezone.localdate(), elsewhere=elsewhere)


def broken_rules(judgement: Judgement) -> list[str]:
    """Messages of the rules that are not met."""
    return [result.message for result in judgement.results if result.outcome is Outcome.NOT_MET]


def evidence_panel(assessment: Assessment, answer: Answer) -> EvidencePanel:
    """Evidence of one answer: two queries."""
    links: list[EvidenceLink] = []
    if not answer._state.adding:
        live = EvidenceLink.objects.filter(answer=answer, removed_at=None)
        links = list(live.select_related("evidence__uploaded_by"))
    attached = [link.evidence_id for link in links]
    others = Evidence.objects.filter(workload=assessment.workload).exclude(pk__in=attached)
    return EvidencePanel(links, list(others.order_by("name", "-uploaded_at")[:200]))


def text_diff(before: str, after: str) -> list[DiffLine]:
    """What changed between two texts, line by line, with one line around each change.

    Very long lists of lines are shown whole, the old before the new: comparing them would take too long.
    """
    old, new = before.splitlines(), after.splitlines()
    if len(old) + len(new) > MAX_DIFF_LINES:
        return [*(DiffLine("removed", line) for line in old), *(DiffLine("added", line) for line in new)]
    kinds = {"+": "added", "-": "removed", " ": "same"}
    lines = list(difflib.unified_diff(old, new, lineterm="", n=1))[2:]
    return [DiffLine(kinds[line[0]], line[1:]) for line in lines if line[0] in kinds]


@dataclass(frozen=True, slots=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """How one version differs from the one before it."""

    revision: AnswerRevision
    status_before: str
    response: list[DiffLine]
    fields: list[FieldChange]
    reason: list[DiffLine]

    @property
    def status_changed(self) -> bool:
        return self.revision.status != self.status_before


def answer_changes(
    requirement: Requirement, revisions: Sequence[AnswerRevision], oldest_before: AnswerRevision | None
) -> list[Change]:
    """Each revision (newest first) against the next older one; `oldest_before` precedes the last of them."""
    older: list[AnswerRevision | None] = [*revisions[1:], oldest_before][: len(revisions)]
    return [_change(requirement, new, old) for new, old in zip(revisions, older, strict=True)]


def field_changes(requirement: Requirement, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldChange]:
    """Typed values that differ, in words."""
    old, new = _presented(requirement, before), _presented(requirement, after)
    keys = dict.fromkeys([*old, *new])
    changes = [
        FieldChange(
            (new.get(key) or old[key]).label, old[key].text if key in old else "", new[key].text if key in new else ""
        )
        for key in keys
    ]
    return [change for change in changes if change.before != change.after]


def revisions_of(assessment: Assessment, requirement_key: str) -> Any:
    """All versions of an answer, newest first, as a query set to page through."""
    return AnswerRevision.objects.filter(
        answer__assessment=assessment, answer__requirement_key=requirement_key
    ).select_related("saved_by")


def _presented(requirement: Requirement, values: Mapping[str, Any]) -> dict[str, PresentedField]:
    return {shown.key: shown for shown in present_fields(requirement, values)}


def _change(requirement: Requirement, new: AnswerRevision, old: AnswerRevision | None) -> Change:
    return Change(
        revision=new,
        status_before=old.status if old else AnswerStatus.NOT_STARTED,
        response=text_diff(old.response if old else "", new.response),
        fields=field_changes(requirement, old.fields if old else {}, new.fields),
        reason=text_diff(old.not_applicable_reason if old else "", new.not_applicable_reason),
    )
