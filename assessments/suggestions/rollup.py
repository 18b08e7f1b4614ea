"""What a scan suggests for one requirement: resource -> check -> requirement. Pure: findings in, suggestion out.

FAIL beats UNKNOWN beats REVIEW beats PASS beats NOT APPLICABLE. "Met" needs every decisive check to be PASS or NOT
APPLICABLE in every production account, and one of them PASS. Supporting and advisory checks are shown and move
nothing, but for a supporting one that fails: it asks for a person where the scan would say "met" or "not applicable".
What was not looked at is UNKNOWN, and UNKNOWN never counts as a pass.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from scanners.public import Outcome, Weight

WORST_FIRST = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.REVIEW, Outcome.PASS, Outcome.NOT_APPLICABLE)


class Found(Protocol):
    """The part of scanners' FindingView that the roll-up reads."""

    @property
    def id(self) -> UUID: ...
    @property
    def check_id(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def account_id(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def run_id(self) -> UUID: ...
    @property
    def observed_at(self) -> datetime: ...


class Suggested(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    NEEDS_INPUT = "needs_input"


ANSWERING = frozenset({Suggested.MET, Suggested.NOT_MET, Suggested.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class CheckOfRequirement:
    """A check as the catalogue names it. `is_automated` is False when only a person can answer it.

    One that `is_document` reads attached files, not accounts; `wanted` says which. Typed fields that meet their rules
    may stand in for the file where `is_replaceable`.
    """

    id: str
    title: str
    weight: str = Weight.DECISIVE
    fix: str = ""
    is_automated: bool = True
    is_document: bool = False
    wanted: str = ""
    is_replaceable: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that keeps the scan from knowing: `account_id` is empty when it concerns no single account."""

    text: str
    account_id: str = ""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check over all production accounts; findings stand worst first."""

    check: CheckOfRequirement
    outcome: str
    findings: tuple[Any, ...]
    gaps: tuple[Gap, ...] = ()

    @property
    def is_decisive(self) -> bool:
        return self.check.weight == Weight.DECISIVE

    @property
    def is_of_accounts(self) -> bool:
        """A scan answers it."""
        return self.check.is_automated and not self.check.is_document

    @property
    def is_left_to_fields(self) -> bool:
        """Nothing but a person's values can answer it: no machine does, or the file it may read is not there."""
        return not self.check.is_automated or (
            self.check.is_replaceable and self.outcome in (Outcome.UNKNOWN, Outcome.REVIEW)
        )

    @property
    def failing(self) -> int:
        return sum(finding.outcome == Outcome.FAIL for finding in self.findings)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many resources have each outcome, worst first, zeroes left out."""
        counted = [(outcome, sum(one.outcome == outcome for one in self.findings)) for outcome in WORST_FIRST]
        return [(outcome, count) for outcome, count in counted if count]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`fingerprint` names exactly these findings and this status, so that a person accepts what was on the screen."""

    status: Suggested
    because: str
    checks: tuple[CheckResult, ...]
    gaps: tuple[Gap, ...]
    fingerprint: str

    @property
    def can_be_accepted(self) -> bool:
        return self.status in ANSWERING

    @property
    def failing(self) -> int:
        """Failing resources of decisive checks."""
        return sum(result.failing for result in self.checks if result.is_decisive)

    @property
    def failing_file_check(self) -> str:
        """The check that decides and that an attached file fails; empty where something in AWS fails one, too."""
        failing = [result.check for result in self.checks if result.is_decisive and result.outcome == Outcome.FAIL]
        return failing[0].title if failing and all(check.is_document for check in failing) else ""

    @property
    def findings(self) -> tuple[Any, ...]:
        return tuple(finding for result in self.checks for finding in result.findings)

    @property
    def observed_at(self) -> datetime | None:
        """The oldest scan that the suggestion rests on: it is as old as its oldest part."""
        return min((finding.observed_at for finding in self.findings), default=None)


@dataclass(frozen=True, slots=True)
class AccountInScope:
    """A production account; `gap` says why the scan does not see it as it is, empty when a recent one exists."""

    account_id: str
    gap: str = ""


def worst(outcomes: Iterable[str]) -> str:
    """The outcome that beats the others; nothing at all is UNKNOWN, and so is a word we do not know."""
    ranked = [one if one in WORST_FIRST else Outcome.UNKNOWN for one in outcomes]
    return min(ranked, key=WORST_FIRST.index, default=Outcome.UNKNOWN)


def suggest(
    checks: Sequence[CheckOfRequirement],
    accounts: Sequence[AccountInScope],
    findings: Iterable[Found],
    *,
    fields_outcome: str | None = None,
) -> Suggestion:
    """Roll findings up. `fields_outcome` is what the typed rules say of the requirement's own fields ("met", ...).

    Typed fields that meet their rules stand in for checks that no scan can do, and for nothing else; fields that
    contradict theirs keep the scan from suggesting "met".
    """
    scope = {account.account_id for account in accounts}
    by_check: dict[str, list[Found]] = {}
    for finding in findings:
        if not finding.account_id or finding.account_id in scope:
            by_check.setdefault(finding.check_id, []).append(finding)
    results = tuple(_check_result(check, accounts, by_check.get(check.id, [])) for check in checks)
    status, because = _status(results, accounts, fields_outcome)
    gaps = tuple(dict.fromkeys(gap for result in results for gap in result.gaps))
    return Suggestion(status, because, results, gaps, _fingerprint(status, results))


def _check_result(check: CheckOfRequirement, accounts: Sequence[AccountInScope], found: list[Found]) -> CheckResult:
    if not check.is_automated:
        return CheckResult(
            check, Outcome.UNKNOWN, (), (Gap(f"“{check.title}” needs a person’s review. A scan cannot check it."),)
        )
    if check.is_document:
        missing = () if found else (Gap(check.wanted),)
        return CheckResult(check, worst(one.outcome for one in found), _worst_first(found), missing)
    seen = {finding.account_id for finding in found}
    gaps = tuple(
        Gap(
            account.gap or "The last scan of this account did not include all checks. Scan it again.",
            account.account_id,
        )
        for account in accounts
        if account.gap or account.account_id not in seen
    )
    outcomes = [finding.outcome for finding in found] + [Outcome.UNKNOWN] * bool(gaps)
    return CheckResult(check, worst(outcomes), _worst_first(found), gaps)


def _worst_first(found: Iterable[Found]) -> tuple[Found, ...]:
    return tuple(sorted(found, key=lambda finding: WORST_FIRST.index(worst([finding.outcome]))))


def _status(
    results: Sequence[CheckResult], accounts: Sequence[AccountInScope], fields_outcome: str | None
) -> tuple[Suggested, str]:
    decisive = [result for result in results if result.is_decisive]
    failing = [result for result in decisive if result.outcome == Outcome.FAIL]
    if failing:
        count = sum(result.failing for result in failing)
        if all(result.check.is_document for result in failing):
            return Suggested.NOT_MET, "An attached file fails a required check."
        return Suggested.NOT_MET, f"{count} resource{' fails' if count == 1 else 's fail'} a required check."
    if not any(result.check.is_automated for result in results):
        return Suggested.NEEDS_INPUT, "A scan cannot check this requirement. Answer it and attach evidence."
    if not accounts and any(result.is_of_accounts for result in results):
        return Suggested.NEEDS_INPUT, "The workload has no production account. Add one to get a suggestion."
    # Typed fields may stand in for a person's check, never for a scan that did not see.
    by_hand = [] if fields_outcome == "met" else [one for one in decisive if one.is_left_to_fields]
    automated = [result for result in decisive if not result.is_left_to_fields]
    status, because = _passed(automated, by_hand, fields_outcome)
    beside = [
        result for result in results if result.check.weight == Weight.SUPPORTING and result.outcome == Outcome.FAIL
    ]
    if beside and status in (Suggested.MET, Suggested.NOT_APPLICABLE):
        return (
            Suggested.NEEDS_INPUT,
            f"All required checks pass, but the supporting check “{beside[0].check.title}” fails. Review it.",
        )
    return status, because


def _passed(
    automated: Sequence[CheckResult], by_hand: Sequence[CheckResult], fields_outcome: str | None
) -> tuple[Suggested, str]:
    outcome = worst(result.outcome for result in automated)
    who = "The scan" if any(result.is_of_accounts for result in automated) else "The check of the attached files"
    if not automated:
        text = "This requirement has supporting checks only. Answer it and attach evidence."
        return Suggested.NEEDS_INPUT, text
    if outcome == Outcome.UNKNOWN:
        return Suggested.NEEDS_INPUT, _why_unknown(automated)
    if outcome == Outcome.REVIEW:
        return Suggested.NEEDS_INPUT, f"{who} found something that needs review."
    if fields_outcome == "not_met":
        text = f"{who} found no failures, but the values you entered do not meet the requirement."
        return Suggested.NEEDS_INPUT, text
    if by_hand:
        return Suggested.NEEDS_INPUT, f"{who} found no failures. The remaining checks need a person’s review."
    if outcome == Outcome.NOT_APPLICABLE:
        return Suggested.NOT_APPLICABLE, f"{who} found no resource that this requirement applies to."
    where = " in every production account" if any(result.is_of_accounts for result in automated) else ""
    return Suggested.MET, f"All required checks pass{where}."


def _why_unknown(automated: Sequence[CheckResult]) -> str:
    if all(result.check.is_document for result in automated if result.outcome == Outcome.UNKNOWN):
        return "A document that a check needs is missing or could not be read."
    gaps = [gap for result in automated for gap in result.gaps if gap.account_id]
    if gaps and not any(result.findings for result in automated):
        return gaps[0].text
    return "Some required checks could not be completed. See the accounts and permissions below."


def _fingerprint(status: Suggested, results: Sequence[CheckResult]) -> str:
    lines = [str(status)]
    for result in results:
        lines.append(f"{result.check.id}:{result.outcome}")
        lines += sorted(f"{finding.id}:{finding.outcome}" for finding in result.findings)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]
