"""Typed rules on the fields of a requirement: pure functions, named in YAML, found here by name."""

from assessments.catalog.rules import addresses, amounts, choices, dates, tables
from assessments.catalog.rules.base import RULES, Rule
from assessments.catalog.rules.given import Given
from assessments.catalog.rules.result import Judgement, Outcome, RuleResult, together

__all__ = [
    "RULES",
    "Given",
    "Judgement",
    "Outcome",
    "Rule",
    "RuleResult",
    "addresses",
    "amounts",
    "choices",
    "dates",
    "tables",
    "together",
]
