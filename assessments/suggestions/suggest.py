"""What scans say about the requirements of a workload, and where that contradicts the answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from assessments.catalog.by_hand import TITLES
from assessments.catalog.rules.given import in_words
from assessments.catalog.schema import Requirement
from assessments.models import Answer, AnswerStatus, Workload, WorkloadAccount
from assessments.suggestions.rollup import AccountInScope, CheckOfRequirement, Suggested, Suggestion, suggest
from ftrportal.common.text.account_ids import grouped
from ftrportal.organizations.models import Organization
from scanners.public import AccountView, FindingView, accounts_for, check_info, findings_for

MAX_AGE = timedelta(days=90)  # by then keys, users and backups are others, and nothing they were proves "met"


@dataclass(frozen=True, slots=True)
class ScanState:
    """Everything scans know about a workload's production accounts, read once for as many requirements as needed."""

    accounts: tuple[AccountView, ...]
    labels: Mapping[str, str]
    findings: Mapping[str, tuple[FindingView, ...]]  # by check id; those of documents have no account

    @property
    def is_judged_again(self) -> bool:
        """Something was declared that the findings of some account do not show yet."""
        return any(account.is_judged_again for account in self.accounts)

    @property
    def scope(self) -> tuple[AccountInScope, ...]:
        return tuple(AccountInScope(account.account_id, _gap(account)) for account in self.accounts)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where answer, scan and typed values do not say the same. `is_serious`: the answer claims more than is known."""

    text: str
    is_serious: bool


def scan_state(
    workload: Workload, *, check_ids: Iterable[str], documents: Mapping[str, tuple[FindingView, ...]]
) -> ScanState:
    """Connection and findings (of these checks) of each production account of the workload."""
    rows = WorkloadAccount.objects.filter(
        organization=workload.organization, workload=workload, is_production=True
    ).values_list("account_id", "label")
    labels = dict(rows)
    return state_of(workload.organization, labels, check_ids=check_ids, documents=documents)


def state_of(
    organization: Organization,
    labels: Mapping[str, str],
    *,
    documents: Mapping[str, tuple[FindingView, ...]],
    check_ids: Iterable[str] | None = None,
    views: Iterable[AccountView] | None = None,
) -> ScanState:
    """The same, for accounts already known, by id and label, with their `views` if those were read already.

    Without `check_ids` the findings of all checks. `documents` are findings in attached files, by check id.
    """
    if not labels:
        return ScanState((), {}, documents)
    by_check: dict[str, list[FindingView]] = {}
    for finding in findings_for(organization, list(labels), check_ids=check_ids):
        by_check.setdefault(finding.check_id, []).append(finding)
    return ScanState(
        accounts=tuple(accounts_for(organization, list(labels)) if views is None else views),
        labels=labels,
        findings={**{check_id: tuple(found) for check_id, found in by_check.items()}, **documents},
    )


def suggestion_for(requirement: Requirement, state: ScanState, *, fields_outcome: str | None = None) -> Suggestion:
    """The suggested answer to one requirement."""
    found = [finding for check_id in requirement.checks for finding in state.findings.get(check_id, ())]
    return suggest(checks_of(requirement), state.scope, found, fields_outcome=fields_outcome)


def checks_of(requirement: Requirement) -> Sequence[CheckOfRequirement]:
    """The requirement's checks; one that the scanner does not have is left to a person and counts as decisive."""
    checks = []
    for check_id in requirement.checks:
        info = check_info(check_id)
        if info is None:
            checks.append(CheckOfRequirement(check_id, TITLES.get(check_id, check_id), is_automated=False))
        else:
            checks.append(
                CheckOfRequirement(
                    check_id,
                    info.title,
                    info.weight,
                    info.fix,
                    is_document=info.is_document,
                    wanted=info.wanted,
                    is_replaceable=info.is_replaceable,
                )
            )
    return checks


def disagreements(
    answer: Answer | None, suggestion: Suggestion, *, fields_outcome: str | None, broken_rules: Iterable[str] = ()
) -> list[Disagreement]:
    """What the answer claims against what scan and typed rules say, the serious first."""
    status = answer.status if answer else AnswerStatus.NOT_STARTED
    found = [*_against_met(status, suggestion, fields_outcome, broken_rules), *_against_others(status, suggestion)]
    if answer is not None and answer.accepted_status and _contradicts(answer, suggestion):
        when = in_words(answer.accepted_at.date()) if answer.accepted_at else "an earlier date"
        said = AnswerStatus(answer.accepted_status).label.lower()
        now = WORDS[suggestion.status]
        found.append(
            Disagreement(
                f"The suggestion “{said}” was used on {when}, but the scan now suggests “{now}”.", is_serious=True
            )
        )
    return sorted(found, key=lambda one: not one.is_serious)


def frozen_findings(suggestion: Suggestion, *, limit: int) -> list[dict[str, Any]]:
    """The findings as JSON records, the worst of each check first."""
    return [_record(finding) for finding in suggestion.findings[:limit]]


WORDS = {
    Suggested.MET: "met",
    Suggested.NOT_MET: "not met",
    Suggested.NOT_APPLICABLE: "not applicable",
    Suggested.NEEDS_INPUT: "needs review",
}


def _gap(account: AccountView) -> str:
    if account.connection_id is None:
        return f"Not scanned yet. Connect account {grouped(account.account_id)} to get a suggestion."
    if account.last_finished_run is None:
        return f"Not scanned yet. Scan account {grouped(account.account_id)} to get a suggestion."
    finished_at = account.last_finished_run.finished_at
    if finished_at and timezone.now() - finished_at > MAX_AGE:
        return f"The last scan of this account is more than {MAX_AGE.days} days old. Scan it again."
    return ""


def _against_met(
    status: str, suggestion: Suggestion, fields_outcome: str | None, broken_rules: Iterable[str]
) -> list[Disagreement]:
    if status != AnswerStatus.MET:
        return []
    found = []
    if suggestion.status is Suggested.NOT_MET:
        count = suggestion.failing
        text = f"The answer is “met”, but the scan found {count} failing resource{'' if count == 1 else 's'}."
        if suggestion.failing_file_check:
            text = f"The answer is “met”, but an attached file fails the check “{suggestion.failing_file_check}”."
        found.append(Disagreement(text, is_serious=True))
    if fields_outcome == "not_met":
        found.append(Disagreement(f"The answer is “met”, but: {' '.join(broken_rules)}".strip(), is_serious=True))
    return found


def _against_others(status: str, suggestion: Suggestion) -> list[Disagreement]:
    if status == AnswerStatus.NOT_APPLICABLE and suggestion.status is Suggested.NOT_MET:
        text = "The answer is “not applicable”, but the scan found failing resources."
        if suggestion.failing_file_check:
            text = f"The answer is “not applicable”, but an attached file fails “{suggestion.failing_file_check}”."
        return [Disagreement(text, is_serious=True)]
    if status == AnswerStatus.NOT_MET and suggestion.status is Suggested.MET:
        return [Disagreement("The answer is “not met”, but the scan found no failures.", is_serious=False)]
    return []


def _contradicts(answer: Answer, suggestion: Suggestion) -> bool:
    """Whether findings say otherwise by now about what was accepted, while the answer still stands on it."""
    if answer.status != answer.accepted_status or suggestion.status == answer.accepted_status:
        return False
    parts = ("run_id", "check_id", "region", "resource", "outcome")
    stood = {tuple(record.get(part) for part in parts) for record in answer.accepted_findings}
    # The same scan may have been judged again since, by what was declared or stopped counting.
    return any(tuple(str(getattr(finding, part)) for part in parts) not in stood for finding in suggestion.findings)


def _record(finding: FindingView) -> dict[str, Any]:
    return {
        "id": str(finding.id),
        "run_id": str(finding.run_id),
        "check_id": finding.check_id,
        "title": finding.title,
        "outcome": finding.outcome,
        "severity": finding.severity,
        "weight": finding.weight,
        "account_id": finding.account_id,
        "region": finding.region,
        "resource": finding.resource,
        "message": finding.message,
        "reason": finding.reason,
        "action": finding.action,
        "evidence": dict(finding.evidence),
        "observed_at": finding.observed_at.isoformat(),
    }
