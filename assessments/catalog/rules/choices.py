"""Rules about what was chosen, answered or filled in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, ClassVar

from pydantic import PositiveInt

from assessments.catalog.definitions import Kind
from assessments.catalog.rules.base import ChoicesOf, Rule, incomplete, met, missing, not_met, refers
from assessments.catalog.rules.given import Given, in_words
from assessments.catalog.rules.result import RuleResult

Options = Annotated[tuple[str, ...], ChoicesOf("field")]


class ChoiceIs(Rule):
    """The option chosen is one of `accepted`; one of `ask` is left to a person."""

    name: ClassVar[str] = "choice_is"
    field: Annotated[str, refers(Kind.CHOICE)]
    accepted: Options
    ask: Options = ()

    def decide(self, given: Given) -> RuleResult:
        chosen = given.get(self.field)
        if chosen is None:
            return missing(given, self.field)
        said = f"{given.label(self.field)} is “{given.choice_label(self.field, chosen)}”."
        if chosen in self.ask:
            return incomplete(self.field, code="person_decides", message=f"{said} A person must review this.")
        if chosen not in self.accepted:
            return not_met(
                self.field, code="choice_not_accepted", message=f"{said} This does not meet the requirement."
            )
        return met(self.field, message=said)


class ChoiceNotEnded(Rule):
    """What was chosen still exists: an option's `ends_on` has not come."""

    name: ClassVar[str] = "choice_not_ended"
    field: Annotated[str, refers(Kind.CHOICE)]
    warn_days: PositiveInt = 180

    def decide(self, given: Given) -> RuleResult:
        chosen = given.get(self.field)
        if chosen is None:
            return missing(given, self.field)
        definition = given.definitions.get(self.field)
        options = definition.choices if definition else ()
        ends_on = next((option.ends_on for option in options if option.key == chosen), None)
        words = f"“{given.choice_label(self.field, chosen)}”"
        if ends_on is None:
            return met(self.field, message=f"{words} is current.")
        if given.today >= ends_on:
            message = f"AWS retired {words} on {in_words(ends_on)}. Choose the plan that replaced it."
            return incomplete(self.field, code="choice_ended", message=message)
        soon = ends_on - given.today <= timedelta(days=self.warn_days)
        return met(
            self.field,
            code="choice_ends_soon" if soon else "met",
            message=f"AWS retires {words} on {in_words(ends_on)}. Choose the plan you move to.",
            warning=soon,
        )


class RequiredChoices(Rule):
    """Everything in `all_of` was ticked, and one of `any_of` if there are any."""

    name: ClassVar[str] = "required_choices"
    field: Annotated[str, refers(Kind.MULTI_CHOICE)]
    all_of: Options = ()
    any_of: Options = ()

    def decide(self, given: Given) -> RuleResult:
        chosen = given.get(self.field)
        if chosen is None:
            return missing(given, self.field)
        lacking = [key for key in self.all_of if key not in chosen]
        if lacking:
            return not_met(self.field, code="choice_missing", message=self._asks(given, lacking))
        if self.any_of and not set(self.any_of) & set(chosen):
            message = f"Choose at least one of these in {given.label(self.field)}: {self._words(given, self.any_of)}."
            return not_met(self.field, code="choice_missing", message=message)
        return met(self.field, message=f"OK: {given.label(self.field)} includes all required choices.")

    def _asks(self, given: Given, keys: Sequence[str]) -> str:
        return f"Add to {given.label(self.field)}: {self._words(given, keys)}."

    def _words(self, given: Given, keys: Sequence[str]) -> str:
        return "; ".join(given.choice_label(self.field, key) for key in keys)


class ForbiddenChoices(Rule):
    """None of these options was ticked."""

    name: ClassVar[str] = "forbidden_choices"
    field: Annotated[str, refers(Kind.MULTI_CHOICE)]
    none_of: Options

    def decide(self, given: Given) -> RuleResult:
        chosen = given.get(self.field)
        if chosen is None:
            return missing(given, self.field)
        found = [given.choice_label(self.field, key) for key in self.none_of if key in chosen]
        if found:
            message = f"{given.label(self.field)} includes “{'”, “'.join(found)}”. This does not meet the requirement."
            return not_met(self.field, code="choice_not_accepted", message=message)
        return met(self.field, message=f"OK: {given.label(self.field)} includes nothing that is not allowed.")


class AnswerIs(Rule):
    """A yes-or-no question has the answer that meets the requirement."""

    name: ClassVar[str] = "answer_is"
    field: Annotated[str, refers(Kind.BOOLEAN)]
    expected: bool

    def decide(self, given: Given) -> RuleResult:
        answer = given.get(self.field)
        if answer is None:
            return missing(given, self.field)
        said = f"{given.label(self.field)}: {'yes' if answer else 'no'}."
        if answer is not self.expected:
            wanted = "yes" if self.expected else "no"
            return not_met(self.field, code="answer_differs", message=f"{said} The requirement expects {wanted}.")
        return met(self.field, message=said)


class AnyTrue(Rule):
    """At least one of several yes-or-no questions has a yes."""

    name: ClassVar[str] = "any_true"
    fields: Annotated[tuple[str, ...], refers(Kind.BOOLEAN)]

    def decide(self, given: Given) -> RuleResult:
        answers = {field: given.get(field) for field in self.fields}
        labels = " or ".join(given.label(field) for field in self.fields)
        if any(answers.values()):
            return met(*self.fields, message=f"OK: yes to {labels}.")
        if None in answers.values():
            return incomplete(*self.fields, code="missing", message=f"Answer {labels}.")
        return not_met(*self.fields, code="answer_differs", message=f"At least one answer must be yes: {labels}.")


class Filled(Rule):
    """These fields are not empty."""

    name: ClassVar[str] = "filled"
    fields: Annotated[tuple[str, ...], refers()]

    def decide(self, given: Given) -> RuleResult:
        empty = [field for field in self.fields if given.get(field) is None]
        if empty:
            labels = ", ".join(given.label(field) for field in empty)
            return incomplete(*empty, code="missing", message=f"Enter {labels}.")
        return met(*self.fields, message=f"OK: {', '.join(given.label(field) for field in self.fields)}.")


class PersonDecides(Rule):
    """A person must review the value, because no rule can judge it. Silent while the field is empty."""

    name: ClassVar[str] = "person_decides"
    field: Annotated[str, refers()]

    def judge(self, given: Given) -> RuleResult | None:
        return None if given.get(self.field) is None else super().judge(given)

    def decide(self, given: Given) -> RuleResult:
        message = f"A person must review {given.label(self.field)}."
        return incomplete(self.field, code="person_decides", message=message)
