"""The typed rules of one requirement, applied to what was filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assessments.catalog.rules import Given, Judgement, RuleResult, together
from assessments.catalog.rules.base import missing
from assessments.catalog.rules.given import Values
from assessments.catalog.schema import Requirement


def judge_fields(
    requirement: Requirement,
    values: Values,
    *,
    today: date,
    elsewhere: Mapping[str, Values] | None = None,
) -> Judgement:
    """What the rules say about the fields. `elsewhere` holds the fields of the other answers by requirement key.

    An empty required field makes the whole incomplete, whether or not a rule asks for it.
    """
    given = Given(values, today, requirement.fields_by_key, elsewhere or {})
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
    names: set[str] = set()
    for rule in requirement.rules:
        pointed = [getattr(rule, name) for name in type(rule).model_fields]
        if rule.when is not None:
            pointed.append(rule.when.field)
        names |= {one.rpartition(".")[0] for one in pointed if isinstance(one, str) and _is_elsewhere(one)}
    return frozenset(names)


def _is_elsewhere(text: str) -> bool:
    key, dot, name = text.rpartition(".")
    return bool(dot) and name.isidentifier() and "-" in key and " " not in key
