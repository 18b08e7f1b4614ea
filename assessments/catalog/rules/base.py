"""The base class of rules: typed parameters read from YAML, and a pure decision on the fields.

A subclass names itself (`name`), declares its parameters as pydantic fields and answers `decide`. Which parameters
point at fields, columns and options is told by the markers, so the loader can prove that they exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from pydantic import model_validator

from assessments.catalog.definitions import Frozen, Kind
from assessments.catalog.rules.given import Given
from assessments.catalog.rules.result import Outcome, RuleResult


@dataclass(frozen=True)
class Refers:
    """Marks a parameter (a key or several) that points at fields of these kinds."""

    kinds: frozenset[Kind]


@dataclass(frozen=True)
class RefersToColumn:
    """Marks a parameter that points at a column, of these kinds, of the rows field in parameter `rows`."""

    kinds: frozenset[Kind]
    rows: str = "field"


@dataclass(frozen=True)
class ChoicesOf:
    """Marks a parameter that lists options of the field, or the column, that parameter `of` points at."""

    of: str


def refers(*kinds: Kind) -> Refers:
    """Points at a field of one of these kinds; none named means any kind."""
    return Refers(frozenset(kinds or Kind))


def column_of(*kinds: Kind) -> RefersToColumn:
    """Points at a column of one of these kinds; none named means any kind."""
    return RefersToColumn(frozenset(kinds or Kind))


class When(Frozen):
    """The rule applies only if the field has one of the values (`any_of`), or none of them (`none_of`)."""

    field: str
    any_of: tuple[bool | str, ...] = ()
    none_of: tuple[bool | str, ...] = ()

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if bool(self.any_of) == bool(self.none_of):
            raise ValueError("when: give either any_of or none_of")
        return self

    def holds(self, given: Given) -> bool:
        """Whether the rule applies."""
        value = given.get(self.field)
        chosen = value if isinstance(value, list) else [value]
        if self.any_of:
            return any(one in self.any_of for one in chosen)
        return not any(one in self.none_of for one in chosen)


class Rule(Frozen):
    """One rule of a requirement.

    `advice` turns "not met" and "incomplete" into a warning: something reviewers like to see but the edition does not
    require. `note` is added to the message when the rule is not met.
    """

    name: ClassVar[str] = ""
    when: When | None = None
    advice: bool = False
    note: str = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not cls.name:
            return
        if cls.name in RULES:
            raise TypeError(f"two rules are called {cls.name}")
        RULES[cls.name] = cls

    def decide(self, given: Given) -> RuleResult:
        """The rule itself, over fields that may be missing."""
        raise TypeError(f"rule {type(self).__name__} decides nothing")

    def judge(self, given: Given) -> RuleResult | None:
        """What the rule says, or None when its condition does not hold."""
        if self.when is not None and not self.when.holds(given):
            return None
        result = self.decide(given)
        if result.outcome is Outcome.MET:
            return result
        message = f"{result.message} {self.note}".strip()
        if self.advice:
            return RuleResult(Outcome.MET, result.code, message, result.fields, warning=True)
        return RuleResult(result.outcome, result.code, message, result.fields)


RULES: dict[str, type[Rule]] = {}


def met(*fields: str, message: str, code: str = "met", warning: bool = False) -> RuleResult:
    """The fields satisfy the rule."""
    return RuleResult(Outcome.MET, code, message, fields, warning)


def not_met(*fields: str, code: str, message: str) -> RuleResult:
    """The fields contradict the rule."""
    return RuleResult(Outcome.NOT_MET, code, message, fields)


def incomplete(*fields: str, code: str, message: str) -> RuleResult:
    """Something is missing, or a person has to decide."""
    return RuleResult(Outcome.INCOMPLETE, code, message, fields)


def missing(given: Given, reference: str) -> RuleResult:
    """The field is empty."""
    return incomplete(reference, code="missing", message=f"Enter {given.label(reference)}.")
