"""Rules about days: how old something may be, and what may not lie in the future."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import PositiveInt

from assessments.catalog.definitions import Kind
from assessments.catalog.rules.base import Rule, incomplete, met, missing, not_met, refers
from assessments.catalog.rules.given import Given, as_date, counted, in_words
from assessments.catalog.rules.result import RuleResult

DateReference = Annotated[str, refers(Kind.DATE)]


class MaxAgeDays(Rule):
    """The day is at most `days` ago and not in the future; from `warn_days` on it says so in time."""

    name: ClassVar[str] = "max_age_days"
    field: DateReference
    days: PositiveInt
    warn_days: PositiveInt | None = None

    def decide(self, given: Given) -> RuleResult:
        value, label = given.get(self.field), given.label(self.field)
        if value is None:
            return missing(given, self.field)
        day = as_date(value)
        age = (given.today - day).days
        if age < 0:
            return in_the_future(given, self.field)
        said = f"{label} is {in_words(day)}, {counted(age, 'day')} ago; the limit is {counted(self.days, 'day')}."
        if age > self.days:
            return not_met(self.field, code="too_old", message=f"{said} Repeat it and enter the new date.")
        if self.warn_days is not None and age >= self.warn_days:
            return met(self.field, code="soon_too_old", message=f"{said} Schedule the next one now.", warning=True)
        return met(self.field, message=said)


class DateNotInFuture(Rule):
    """The day, if given, has already been."""

    name: ClassVar[str] = "date_not_in_future"
    field: DateReference

    def decide(self, given: Given) -> RuleResult:
        value = given.get(self.field)
        if value is None:
            return missing(given, self.field)
        if as_date(value) > given.today:
            return in_the_future(given, self.field)
        return met(self.field, message=f"{given.label(self.field)} is {in_words(as_date(value))}.")


class NotExpired(Rule):
    """The day until which something holds is today or later."""

    name: ClassVar[str] = "not_expired"
    field: DateReference
    warn_days: PositiveInt | None = None

    def decide(self, given: Given) -> RuleResult:
        value, label = given.get(self.field), given.label(self.field)
        if value is None:
            return missing(given, self.field)
        day = as_date(value)
        left = (day - given.today).days
        if left < 0:
            message = f"{label} was {in_words(day)}, which is in the past. Renew it and enter the new date."
            return not_met(self.field, code="expired", message=message)
        said = f"{label} is {in_words(day)}, {counted(left, 'day')} from now."
        if self.warn_days is not None and left <= self.warn_days:
            return met(self.field, code="expires_soon", message=f"{said} Renew it before then.", warning=True)
        return met(self.field, message=said)


class NotOlderThan(Rule):
    """What was tested was tested on or after the last big change. No change entered: nothing to compare."""

    name: ClassVar[str] = "not_older_than"
    field: DateReference
    event: DateReference

    def decide(self, given: Given) -> RuleResult:
        value, event = given.get(self.field), given.get(self.event)
        if value is None:
            return missing(given, self.field)
        if event is None:
            return met(self.field, message=f"OK: {given.label(self.event)} is empty.")
        if as_date(event) > given.today:
            return in_the_future(given, self.event)
        if as_date(value) < as_date(event):
            return not_met(
                self.field,
                self.event,
                code="older_than_change",
                message=f"{given.label(self.field)} is before {given.label(self.event)}. Repeat it after the change.",
            )
        return met(self.field, message=f"OK: {given.label(self.field)} is not before {given.label(self.event)}.")


class RetiredOrScheduled(Rule):
    """Nobody is left, or there is a day, still to come, on which the old way ends."""

    name: ClassVar[str] = "retired_or_scheduled"
    remaining: Annotated[str, refers(Kind.NUMBER)]
    ends_on: DateReference

    def decide(self, given: Given) -> RuleResult:
        left, day = given.get(self.remaining), given.get(self.ends_on)
        both = (self.remaining, self.ends_on)
        if left is None:
            return missing(given, self.remaining)
        if left == 0:
            return met(self.remaining, message="OK: no customer uses access keys.")
        if day is None:
            message = f"{self._users(left)}. Enter {given.label(self.ends_on)}."
            return incomplete(*both, code="no_end_date", message=message)
        if as_date(day) < given.today:
            message = f"The end date {in_words(as_date(day))} has passed. {self._users(left)}. Migrate them to a role."
            return not_met(*both, code="end_date_passed", message=message)
        return met(*both, message=f"{self._users(left)}. The end date is {in_words(as_date(day))}.")

    def _users(self, left: int) -> str:
        return "1 customer still uses access keys" if left == 1 else f"{left} customers still use access keys"


def in_the_future(given: Given, reference: str) -> RuleResult:
    """A day that has not come cannot prove anything."""
    day = in_words(as_date(given.get(reference)))
    message = f"{given.label(reference)} is {day}. This date is in the future. Enter the actual date."
    return not_met(reference, code="date_in_future", message=message)
