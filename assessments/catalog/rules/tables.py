"""Rules about lists: how many rows there are and what each must hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import PositiveInt

from assessments.catalog.definitions import Frozen, Kind
from assessments.catalog.rules.base import ChoicesOf, Rule, column_of, incomplete, met, missing, not_met, refers
from assessments.catalog.rules.given import Given, Values, as_date, counted, in_words, span
from assessments.catalog.rules.result import RuleResult

RowsReference = Annotated[str, refers(Kind.ROWS)]


class AtLeast(Rule):
    """A list has `count` entries or more; fewer than `better` is a warning."""

    name: ClassVar[str] = "at_least"
    field: Annotated[str, refers(Kind.ROWS, Kind.ACCOUNT_IDS, Kind.MULTI_CHOICE)]
    count: PositiveInt
    better: PositiveInt | None = None

    def decide(self, given: Given) -> RuleResult:
        have, label = len(given.get(self.field) or ()), given.label(self.field)
        if have == 0:
            return missing(given, self.field)
        if have < self.count:
            message = f"{label} has {have} of at least {self.count} entries. Add the rest."
            return incomplete(self.field, code="too_few", message=message)
        if self.better is not None and have < self.better:
            message = f"{label}: {have} listed. List at least {self.better}."
            return met(self.field, code="few", message=message, warning=True)
        return met(self.field, message=f"{label}: {have} listed.")


class Covers(Rule):
    """Each of the options occurs in the column of some row (the scenarios a recovery test must cover)."""

    name: ClassVar[str] = "covers"
    field: RowsReference
    column: Annotated[str, column_of(Kind.CHOICE)]
    all_of: Annotated[tuple[str, ...], ChoicesOf("column")]

    def decide(self, given: Given) -> RuleResult:
        rows = given.rows(self.field)
        if not rows:
            return missing(given, self.field)
        seen = {row.get(self.column) for row in rows}
        lacking = [given.choice_label(self.field, key, self.column) for key in self.all_of if key not in seen]
        if lacking:
            message = f"Add to {given.label(self.field)}: {'; '.join(lacking)}."
            return not_met(self.field, code="not_covered", message=message)
        return met(self.field, message=f"OK: {given.label(self.field)} includes everything required.")


class Where(Frozen):
    """Only rows whose column has one of these values."""

    column: str
    any_of: tuple[bool | str, ...]


class RowsRule(Rule):
    """A rule on each row, or on some (`where`), or only on the newest per group (`newest_per`, dated by `dated_by`).

    Silent while there are no rows, so that an empty list never looks met: use `at_least` or `covers` where rows must
    exist. Rows of the same day in the same group are all judged.
    """

    words: ClassVar[str] = ""
    field: RowsReference
    where: Where | None = None
    newest_per: Annotated[str | None, column_of(Kind.CHOICE, Kind.TEXT)] = None
    dated_by: Annotated[str, column_of(Kind.DATE)] = "date"

    def row_result(self, given: Given, row: Values) -> RuleResult | None:
        """What is wrong with the row, or None."""
        raise TypeError(f"rule {type(self).__name__} judges no row")

    def judge(self, given: Given) -> RuleResult | None:
        return super().judge(given) if given.rows(self.field) else None

    def decide(self, given: Given) -> RuleResult:
        found = [(number, self.row_result(given, row)) for number, row in self.judged(given)]
        wrong = [(number, result) for number, result in found if result is not None]
        if not wrong:
            return met(self.field, message=f"OK: {given.label(self.field)} – {self.words}")
        number, worst = min(wrong, key=lambda pair: pair[1].outcome != "not_met")
        more = f" ({len(wrong) - 1} more)" if len(wrong) > 1 else ""
        message = f"{given.label(self.field)}, {given.row_name(self.field)} {number}: {worst.message}{more}"
        return RuleResult(worst.outcome, worst.code, message, (self.field,))

    def judged(self, given: Given) -> Iterator[tuple[int, Values]]:
        """The rows the rule is about, with the number a person sees."""
        rows = list(enumerate(given.rows(self.field), start=1))
        for number, row in rows:
            if self.where is not None and not chosen_in(row.get(self.where.column), self.where.any_of):
                continue
            if self.newest_per is not None and not self._is_newest(row, [other for _, other in rows]):
                continue
            yield number, row

    def _is_newest(self, row: Values, rows: list[Values]) -> bool:
        """A row without a date is judged too: it must not hide behind an older one."""
        group = [other for other in rows if other.get(self.newest_per or "") == row.get(self.newest_per or "")]
        day = row.get(self.dated_by)
        return day is None or all(day >= (other.get(self.dated_by) or "") for other in group)

    def lacks(self, given: Given, column: str) -> RuleResult:
        """A cell is empty."""
        message = f"enter {given.column_label(self.field, column)}."
        return incomplete(self.field, code="missing", message=message)


class RowsMaxAge(RowsRule):
    """The day in each row is at most `days` ago and not in the future."""

    name: ClassVar[str] = "rows_max_age"
    words: ClassVar[str] = "all dates are recent enough."
    column: Annotated[str, column_of(Kind.DATE)]
    days: PositiveInt

    def row_result(self, given: Given, row: Values) -> RuleResult | None:
        if not row.get(self.column):
            return self.lacks(given, self.column)
        day = as_date(row[self.column])
        label = given.column_label(self.field, self.column)
        if day > given.today:
            message = f"{label} is {in_words(day)}. This date is in the future. Enter the actual date."
            return not_met(self.field, code="date_in_future", message=message)
        age = (given.today - day).days
        if age > self.days:
            message = f"{label} is {counted(age, 'day')} ago; the limit is {counted(self.days, 'day')}."
            return not_met(self.field, code="too_old", message=message)
        return None


class RowsNotInFuture(RowsRule):
    """The day in each row has already been."""

    name: ClassVar[str] = "rows_not_in_future"
    words: ClassVar[str] = "no date is in the future."
    column: Annotated[str, column_of(Kind.DATE)]

    def row_result(self, given: Given, row: Values) -> RuleResult | None:
        if not row.get(self.column):
            return self.lacks(given, self.column)
        if as_date(row[self.column]) > given.today:
            message = f"{in_words(as_date(row[self.column]))} is in the future. Enter the actual date."
            return not_met(self.field, code="date_in_future", message=message)
        return None


class RowsNotExpired(RowsRule):
    """The day until which each row holds is today or later. With `optional`, a row without a day does not expire."""

    name: ClassVar[str] = "rows_not_expired"
    words: ClassVar[str] = "nothing has expired."
    column: Annotated[str, column_of(Kind.DATE)]
    optional: bool = False

    def row_result(self, given: Given, row: Values) -> RuleResult | None:
        if not row.get(self.column):
            return None if self.optional else self.lacks(given, self.column)
        if as_date(row[self.column]) < given.today:
            message = f"{in_words(as_date(row[self.column]))} is in the past. Renew it or remove the row."
            return not_met(self.field, code="expired", message=message)
        return None


class RowsNotOlderThan(RowsRule):
    """The day in each row is on or after a day in another field. No day there: nothing to compare."""

    name: ClassVar[str] = "rows_not_older_than"
    words: ClassVar[str] = "all dates are after the last change."
    column: Annotated[str, column_of(Kind.DATE)]
    event: Annotated[str, refers(Kind.DATE)]

    def row_result(self, given: Given, row: Values) -> RuleResult | None:
        event = given.get(self.event)
        if event is None:
            return None
        if not row.get(self.column):
            return self.lacks(given, self.column)
        if as_date(row[self.column]) < as_date(event):
            message = f"it was before {given.label(self.event)}. Repeat it after the change."
            return not_met(self.field, self.event, code="older_than_change", message=message)
        return None


class RowsAnswerIs(RowsRule):
    """The yes-or-no column of each row has the expected answer."""

    name: ClassVar[str] = "rows_answer_is"
    words: ClassVar[str] = "all answers meet the requirement."
    column: Annotated[str, column_of(Kind.BOOLEAN)]
    expected: bool

    def row_result(self, given: Given, row: Values) -> RuleResult | None:
        if row.get(self.column) is None:
            return self.lacks(given, self.column)
        if row[self.column] is not self.expected:
            wanted = "yes" if self.expected else "no"
            message = f"{given.column_label(self.field, self.column)} must be {wanted}."
            return not_met(self.field, code="answer_differs", message=message)
        return None


class RowsChoiceIn(RowsRule):
    """The option in each row is one of `accepted`."""

    name: ClassVar[str] = "rows_choice_in"
    words: ClassVar[str] = "all choices meet the requirement."
    column: Annotated[str, column_of(Kind.CHOICE)]
    accepted: Annotated[tuple[str, ...], ChoicesOf("column")]

    def row_result(self, given: Given, row: Values) -> RuleResult | None:
        chosen = row.get(self.column)
        if not chosen:
            return self.lacks(given, self.column)
        if chosen not in self.accepted:
            words = given.choice_label(self.field, chosen, self.column)
            return not_met(self.field, code="choice_not_accepted", message=f"“{words}” does not meet the requirement.")
        return None


class RowsNumber(RowsRule):
    """The number in each row lies between `minimum` and `maximum`, where there is one."""

    name: ClassVar[str] = "rows_number"
    words: ClassVar[str] = "all numbers are within the limits."
    column: Annotated[str, column_of(Kind.NUMBER)]
    minimum: int = 0
    maximum: int | None = None

    def row_result(self, given: Given, row: Values) -> RuleResult | None:
        value = row.get(self.column)
        label = given.column_label(self.field, self.column)
        if value is None:
            return self.lacks(given, self.column)
        if value < self.minimum:
            message = f"{label} is {value}; the minimum is {self.minimum}."
            return not_met(self.field, code="below_limit", message=message)
        if self.maximum is not None and value > self.maximum:
            message = f"{label} is {value}; the maximum is {self.maximum}."
            return not_met(self.field, code="above_limit", message=message)
        return None


class RowsFilled(RowsRule):
    """These columns are filled in each row."""

    name: ClassVar[str] = "rows_filled"
    words: ClassVar[str] = "nothing is missing."
    columns: Annotated[tuple[str, ...], column_of()]

    def row_result(self, given: Given, row: Values) -> RuleResult | None:
        empty = [column for column in self.columns if row.get(column) in (None, "", [])]
        return self.lacks(given, empty[0]) if empty else None


class RtoAndRpoMetInTest(RowsRule):
    """What each test measured (in minutes) is inside the targets written down elsewhere."""

    name: ClassVar[str] = "rto_and_rpo_met_in_test"
    words: ClassVar[str] = "the tests meet the RTO and RPO."
    rto_column: Annotated[str, column_of(Kind.NUMBER)]
    rpo_column: Annotated[str, column_of(Kind.NUMBER)]
    rto: Annotated[str, refers(Kind.DURATION)]
    rpo: Annotated[str, refers(Kind.DURATION)]

    def row_result(self, given: Given, row: Values) -> RuleResult | None:
        for column, reference in ((self.rto_column, self.rto), (self.rpo_column, self.rpo)):
            target, measured = given.minutes(reference), row.get(column)
            if target is None:
                return incomplete(self.field, code="no_target", message=f"enter {given.label(reference)} first.")
            if measured is None:
                return self.lacks(given, column)
            if measured > target:
                label = given.column_label(self.field, column)
                message = f"{label} is {span(measured)}, but {given.label(reference)} is {span(target)}."
                return not_met(self.field, code="target_missed", message=message)
        return None


def chosen_in(value: object, wanted: tuple[bool | str, ...]) -> bool:
    """Whether a cell holds one of the values; for a list, whether any of it does."""
    return any(one in wanted for one in value) if isinstance(value, list) else value in wanted
