"""Rules about numbers and lengths of time."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import PositiveInt

from assessments.catalog.definitions import Kind
from assessments.catalog.rules.base import Rule, incomplete, met, missing, not_met, refers
from assessments.catalog.rules.given import Given, span
from assessments.catalog.rules.result import RuleResult

AmountOfTime = Annotated[str, refers(Kind.DURATION, Kind.NUMBER)]
NumberReference = Annotated[str, refers(Kind.NUMBER)]


class DurationAtMost(Rule):
    """The length of time is not above `hours`.

    `at_limit: ask` leaves a length of exactly `hours` to a person, for limits whose source says both "not above"
    and "less than". From above `warn_hours` on it is met with a warning.
    """

    name: ClassVar[str] = "duration_at_most"
    field: AmountOfTime
    hours: PositiveInt
    warn_hours: PositiveInt | None = None
    at_limit: Literal["met", "ask"] = "met"

    def decide(self, given: Given) -> RuleResult:
        minutes, label = given.minutes(self.field), given.label(self.field)
        if minutes is None:
            return missing(given, self.field)
        limit = self.hours * 60
        allowed = f"{self.hours} hours" if 1 < self.hours <= 72 else span(limit)
        said = f"{label} is {span(minutes)}; the limit is {allowed}."
        if minutes > limit:
            return not_met(self.field, code="above_limit", message=said)
        if minutes == limit and self.at_limit == "ask":
            message = f"{label} is exactly the limit of {allowed}. Set a lower value, or have a person review it."
            return incomplete(self.field, code="at_limit", message=message)
        if self.warn_hours is not None and minutes > self.warn_hours * 60:
            message = f"{said} Reviewers may question values above {span(self.warn_hours * 60)}."
            return met(self.field, code="near_limit", message=message, warning=True)
        return met(self.field, message=said)


class DurationAtLeast(Rule):
    """The length of time is `days` or more (how long something is kept)."""

    name: ClassVar[str] = "duration_at_least"
    field: AmountOfTime
    days: PositiveInt

    def decide(self, given: Given) -> RuleResult:
        minutes, label = given.minutes(self.field), given.label(self.field)
        if minutes is None:
            return missing(given, self.field)
        said = f"{label} is {span(minutes)}; the minimum is {span(self.days * 1440)}."
        if minutes < self.days * 1440:
            return not_met(self.field, code="below_limit", message=said)
        return met(self.field, message=said)


class WithinTarget(Rule):
    """What was measured is not above the target written down, here or under another requirement."""

    name: ClassVar[str] = "within_target"
    field: AmountOfTime
    target: AmountOfTime

    def decide(self, given: Given) -> RuleResult:
        measured, target = given.minutes(self.field), given.minutes(self.target)
        if measured is None:
            return missing(given, self.field)
        if target is None:
            return incomplete(self.field, code="no_target", message=f"Enter {given.label(self.target)} first.")
        said = f"{given.label(self.field)} is {span(measured)}, {given.label(self.target)} is {span(target)}."
        if measured > target:
            return not_met(self.field, code="target_missed", message=f"{said} The target was missed.")
        return met(self.field, message=said)


class NumberAtLeast(Rule):
    """The number is `minimum` or more."""

    name: ClassVar[str] = "number_at_least"
    field: NumberReference
    minimum: int

    def decide(self, given: Given) -> RuleResult:
        value, label = given.get(self.field), given.label(self.field)
        if value is None:
            return missing(given, self.field)
        said = f"{label} is {value}; the minimum is {self.minimum}."
        if value < self.minimum:
            return not_met(self.field, code="below_limit", message=said)
        return met(self.field, message=said)


class NumberAtMost(Rule):
    """The number is `maximum` or less."""

    name: ClassVar[str] = "number_at_most"
    field: NumberReference
    maximum: int

    def decide(self, given: Given) -> RuleResult:
        value, label = given.get(self.field), given.label(self.field)
        if value is None:
            return missing(given, self.field)
        said = f"{label} is {value}; the maximum is {self.maximum}."
        if value > self.maximum:
            return not_met(self.field, code="above_limit", message=said)
        return met(self.field, message=said)


class NumbersEqual(Rule):
    """Two counts agree (all repositories covered, as many ids as customers)."""

    name: ClassVar[str] = "numbers_equal"
    field: NumberReference
    other: NumberReference

    def decide(self, given: Given) -> RuleResult:
        one, two = given.get(self.field), given.get(self.other)
        for reference, value in ((self.field, one), (self.other, two)):
            if value is None:
                return missing(given, reference)
        said = f"{given.label(self.field)} is {one}, {given.label(self.other)} is {two}."
        if one != two:
            return not_met(self.field, self.other, code="numbers_differ", message=f"{said} They must be equal.")
        return met(self.field, self.other, message=said)


class PasswordHashAtLeast(Rule):
    """The hash function is a known good one and its parameters reach the minimums of the catalogue."""

    name: ClassVar[str] = "password_hash_at_least"
    algorithm: Annotated[str, refers(Kind.CHOICE)]
    minimums: dict[str, dict[str, int]]

    def decide(self, given: Given) -> RuleResult:
        chosen = given.get(self.algorithm)
        if chosen is None:
            return missing(given, self.algorithm)
        words = given.choice_label(self.algorithm, chosen)
        if chosen not in self.minimums:
            message = f"{words} is too weak for passwords. Use argon2id, scrypt, bcrypt or PBKDF2."
            return not_met(self.algorithm, code="weak_hash", message=message)
        for field, minimum in self.minimums[chosen].items():
            value = given.get(field)
            if value is None:
                return missing(given, field)
            if value < minimum:
                message = f"{given.label(field)} is {value}; the minimum for {words} is {minimum}."
                return not_met(field, code="weak_hash_parameters", message=message)
        return met(self.algorithm, message=f"{words} with sufficient parameters.")
