"""The typed rules of one requirement, applied to what was filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assessments.catalog.load import current_edition
from assessments.catalog.references import field_references
from assessments.catalog.rules import Given, Judgement, RuleResult, together
from assessments.catalog.rules.base import missing
from assessments.catalog.rules.given import Values
from assessments.catalog.schema import Edition, Field, Requirement
from assessments.catalog.shapes import fits


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
    An empty required field makes the whole incomplete, whether or not a rule asks for it. A stored value that no
    longer fits its field (the catalogue changed) counts as empty: it can neither pass nor break the page.
    """
    definitions = {**(edition or current_edition()).fields_by_reference, **requirement.fields_by_key}
    others = {key: _fitting(of_other, definitions, f"{key}.") for key, of_other in (elsewhere or {}).items()}
    given = Given(_fitting(values, definitions, ""), today, definitions, others)
    results = [result for rule in requirement.rules if (result := rule.judge(given)) is not None]
    told = {field for result in results if result.code == "missing" for field in result.fields}
    gaps: list[RuleResult] = [
        missing(given, field.key)
        for field in requirement.fields
        if field.required and field.key not in told and given.get(field.key) is None
    ]
    return together((*gaps, *results))


def _fitting(values: Values, definitions: Mapping[str, Field], prefix: str) -> Values:
    known = {key: definitions.get(f"{prefix}{key}") for key in values}
    return {key: values[key] for key, field in known.items() if field is not None and fits(field, values[key])}


def borrowed_from(requirement: Requirement) -> frozenset[str]:
    """Keys of the requirements whose fields the rules look at: what to put into `elsewhere`."""
    named = [name for rule in requirement.rules for name in field_references(rule)]
    return frozenset(key for key, dot, _ in (name.rpartition(".") for name in named) if dot)
