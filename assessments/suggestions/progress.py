"""How far an assessment is: per section and as a whole, always with the same number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from assessments.catalog.applies import WorkloadFacts, requirement_applies, section_applies
from assessments.catalog.schema import Edition, Requirement, Section
from assessments.models import Answer, AnswerStatus, Assessment, SectionOverride, Workload

DONE = (AnswerStatus.MET, AnswerStatus.NOT_MET, AnswerStatus.NOT_APPLICABLE)
SHOWN = (*DONE, AnswerStatus.NOT_SURE, AnswerStatus.NOT_STARTED)


@dataclass(frozen=True, slots=True)
class Counts:
    """Requirements that apply, by status. `answered` are those with a final word: met, not met, not applicable."""

    by_status: Mapping[str, int]

    @classmethod
    def of(cls, statuses: Iterable[str]) -> Counts:
        counted = Counter(statuses)
        return cls({str(status): counted[status] for status in SHOWN})

    @property
    def applicable(self) -> int:
        return sum(self.by_status.values())

    @property
    def answered(self) -> int:
        return sum(self.by_status[status] for status in DONE)

    @property
    def met(self) -> int:
        return self.by_status[AnswerStatus.MET]

    @property
    def not_met(self) -> int:
        return self.by_status[AnswerStatus.NOT_MET]

    @property
    def not_applicable(self) -> int:
        return self.by_status[AnswerStatus.NOT_APPLICABLE]

    @property
    def not_sure(self) -> int:
        return self.by_status[AnswerStatus.NOT_SURE]

    @property
    def not_started(self) -> int:
        return self.by_status[AnswerStatus.NOT_STARTED]

    @property
    def is_complete(self) -> bool:
        return self.answered == self.applicable

    @property
    def percent(self) -> int:
        """Rounded down: 100 only when nothing is open."""
        return 100 * self.answered // self.applicable if self.applicable else 100


@dataclass(frozen=True, slots=True)
class RequirementState:
    requirement: Requirement
    status: str
    applies: bool
    reason: str

    def matches(self, query: str, section: Section) -> bool:
        """Whether a search finds it: by the section's title, or by AWS's ID, name or words of the requirement."""
        return query.strip().casefold() in section.title.casefold() or self.requirement.matches(query)


@dataclass(frozen=True, slots=True)
class SectionState:
    """`reason` says why the section applies or not; `override` is a person's word against the facts."""

    section: Section
    applies: bool
    reason: str
    override: SectionOverride | None
    requirements: tuple[RequirementState, ...]
    counts: Counts

    @property
    def mark(self) -> str:
        """One status word for the section in a list."""
        if not self.counts.applicable:
            return "not_applicable"
        if self.counts.not_met:
            return "not_met"
        if self.counts.is_complete:
            return "met"
        return "not_started" if self.counts.not_started == self.counts.applicable else "in_progress"


@dataclass(frozen=True, slots=True)
class Progress:
    sections: tuple[SectionState, ...]
    counts: Counts

    def section(self, key: str) -> SectionState:
        return next(state for state in self.sections if state.section.key == key)

    def requirement(self, key: str) -> RequirementState:
        return next(one for state in self.sections for one in state.requirements if one.requirement.key == key)

    def matching(self, query: str) -> tuple[SectionState, ...]:
        """Sections with the requirements that match every word of the query; all of them for an empty query.

        A query that matches the section's title keeps the whole section. Counts stay those of the whole section.
        """
        if not query.strip():
            return self.sections
        found = (
            replace(state, requirements=tuple(one for one in state.requirements if one.matches(query, state.section)))
            for state in self.sections
        )
        return tuple(state for state in found if state.requirements)

    @property
    def next_open(self) -> Requirement | None:
        """Where to go on: the first requirement that applies and has no final word yet."""
        states = (one for section in self.sections for one in section.requirements if one.applies)
        return next((one.requirement for one in states if one.status not in DONE), None)


def assessment_progress(assessment: Assessment, edition: Edition) -> Progress:
    """Progress of one assessment: two queries."""
    statuses = dict(Answer.objects.filter(assessment=assessment).values_list("requirement_key", "status"))
    overrides = SectionOverride.objects.filter(assessment=assessment).select_related("set_by")
    return progress_of(edition, workload_facts(assessment.workload), statuses, overrides)


def progress_of(
    edition: Edition, facts: WorkloadFacts, statuses: Mapping[str, str], overrides: Iterable[SectionOverride]
) -> Progress:
    """The same from rows already read; `statuses` by requirement key."""
    by_section = {override.section_key: override for override in overrides}
    sections = tuple(
        _section_state(section, facts, statuses, by_section.get(section.key)) for section in edition.sections
    )
    applying = (one.status for section in sections for one in section.requirements if one.applies)
    return Progress(sections, Counts.of(applying))


def workload_facts(workload: Workload) -> WorkloadFacts:
    """What the workload's page says, as the catalogue asks it."""
    return WorkloadFacts(
        handles_phi=workload.handles_phi,
        accesses_customer_accounts=workload.accesses_customer_accounts,
        stores_customer_credentials=workload.stores_customer_credentials,
        compliance_standards=_standards(workload.compliance_standards),
    )


def _standards(named: Any) -> tuple[str, ...] | None:
    return None if named is None else tuple(named)


def _section_state(
    section: Section, facts: WorkloadFacts, statuses: Mapping[str, str], override: SectionOverride | None
) -> SectionState:
    by_facts = section_applies(section, facts)
    applies, reason = (override.applies, override.reason) if override else (by_facts.applies, by_facts.reason)
    requirements = tuple(
        _requirement_state(one, section, facts, statuses.get(one.key, AnswerStatus.NOT_STARTED), override)
        for one in section.requirements
    )
    counts = Counts.of(one.status for one in requirements if one.applies)
    return SectionState(section, applies, reason, override, requirements, counts)


def _requirement_state(
    requirement: Requirement, section: Section, facts: WorkloadFacts, status: str, override: SectionOverride | None
) -> RequirementState:
    if override is not None:
        return RequirementState(requirement, status, override.applies, override.reason)
    found = requirement_applies(requirement, section, facts)
    return RequirementState(requirement, status, found.applies, found.reason)
