"""What a rule says about the typed fields of one requirement."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class RuleResult:
    """The result of one rule. `fields` are the fields it is about; a warning never changes the outcome."""

    outcome: Outcome
    code: str
    message: str
    fields: tuple[str, ...] = ()
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """All rules of a requirement together.

    `outcome` is None when no rule applied: then the scan and the written response decide. It is about the fields only;
    evidence and findings are weighed elsewhere.
    """

    outcome: Outcome | None
    results: tuple[RuleResult, ...] = ()

    @property
    def warnings(self) -> tuple[RuleResult, ...]:
        """Results that are met but carry a warning."""
        return tuple(result for result in self.results if result.warning)


def together(results: tuple[RuleResult, ...]) -> Judgement:
    """Not met beats incomplete beats met: a gap never hides a contradiction, and never passes.

    Two rules about one field may say the same; once is enough.
    """
    said = {(one.outcome, one.message, one.fields): one for one in reversed(results)}
    results = tuple(one for one in results if said[one.outcome, one.message, one.fields] is one)
    for outcome in (Outcome.NOT_MET, Outcome.INCOMPLETE, Outcome.MET):
        if any(result.outcome is outcome for result in results):
            return Judgement(outcome, results)
    return Judgement(None, ())
