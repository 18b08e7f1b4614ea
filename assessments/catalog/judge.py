"""The typed rules of one requirement, applied to what was filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assessments.catalog.load import current_edition
from assessments.catalog.references import field_references
from assessments.catalog.rules import Given, Judgement, RuleResult, together
from assessments.catalog.rules.base import missing
from assessments.catalog.rules.given import Values
from assessments.catalog.schema import Edition, Requirement


def judge_fields(
    requirement: Requirement,
    values: Values,
    *,
    today: date,
    elsewhere: Mapping[str, Values] | None = None,
    edition: Edition | None = None,
) -> Judgement:
    """What the rules say about the fields. `elsewhere` holds the fields of the other answers by requirement key.

    Pass all of the assessment's answers, or those `borrowed_from` names: a rule that misses one says incomplete.
    An empty required field makes the whole incomplete, whether or not a rule asks for it.
    """
    definitions = {**(edition or current_edition()).fields_by_reference, **requirement.fields_by_key}
    given = Given(values, today, definitions, elsewhere or {})
    results = [result for rule in requirement.rules if (result := rule.judge(given)) is not None]
    told = {field for result in results if result.code == "missing" for field in result.fields}
    gaps: list[RuleResult] = [
        missing(given, field.key)
        for field in requirement.fields
        if field.required and field.key not in told and given.get(field.key) is None
    ]
    return together((*gaps, *results))


def borrowed_from(requirement: Requirement) -> frozenset[str]:
    """Keys of the requirements whose fields the rules look at: what to put into `elsewhere`."""
    named = [name for rule in requirement.rules for name in field_references(rule)]
    return frozenset(key for key, dot, _ in (name.rpartition(".") for name in named) if dot)
