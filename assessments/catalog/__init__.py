"""The requirements of the review as data: editions, typed fields, rules, and whom they bind."""

from assessments.catalog.applies import Applicability, WorkloadFacts, requirement_applies, section_applies
from assessments.catalog.errors import CatalogError, UnknownEditionError, UnknownRequirementError
from assessments.catalog.fields import FORM_WIDE, PresentedField, clean_fields, present_fields
from assessments.catalog.judge import borrowed_from, judge_fields
from assessments.catalog.load import current_edition, editions, load_edition, requirement
from assessments.catalog.rules.result import Judgement, Outcome, RuleResult
from assessments.catalog.schema import Edition, Field, Kind, Requirement, Section

__all__ = [
    "FORM_WIDE",
    "Applicability",
    "CatalogError",
    "Edition",
    "Field",
    "Judgement",
    "Kind",
    "Outcome",
    "PresentedField",
    "Requirement",
    "RuleResult",
    "Section",
    "UnknownEditionError",
    "UnknownRequirementError",
    "WorkloadFacts",
    "borrowed_from",
    "clean_fields",
    "current_edition",
    "editions",
    "judge_fields",
    "load_edition",
    "present_fields",
    "requirement",
    "requirement_applies",
    "section_applies",
]
