"""Freezing an assessment: everything a pack shows, read at one moment, as plain JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from assessments.catalog.fields import present_fields
from assessments.catalog.judge import judge_fields
from assessments.catalog.load import load_edition
from assessments.catalog.rules import RuleResult
from assessments.catalog.schema import Edition, Requirement
from assessments.models import Answer, AnswerStatus, Assessment, EvidenceLink, SectionOverride, Workload
from assessments.reports.render.design import branding
from assessments.reports.snapshot import changes as history
from assessments.reports.snapshot import schema as shape
from assessments.selectors.documents import findings_in_documents
from assessments.suggestions.progress import Counts, RequirementState, SectionState, progress_of, workload_facts
from assessments.suggestions.rollup import CheckResult, Suggestion
from assessments.suggestions.suggest import WORDS, ScanState, disagreements, state_of, suggestion_for
from ftrportal.organizations.models import User
from scanners.public import FindingView, check_info, scan_facts_for

NAMED_ACCOUNTS = 5


@dataclass(frozen=True, slots=True)
class _Sources:
    """What was read from the database, before it is put into shape."""

    edition: Edition
    answers: Mapping[str, Answer]
    evidence: Mapping[str, list[EvidenceLink]]  # by requirement key
    scans: ScanState
    now: datetime

    @property
    def values(self) -> dict[str, Mapping[str, Any]]:
        """Typed values by requirement key: some rules compare two requirements."""
        return {key: answer.fields for key, answer in self.answers.items()}


def take(assessment: Assessment, *, taken_by: User | None) -> shape.SnapshotData:
    """The snapshot of an assessment, in the entered organization. Call it in one repeatable-read transaction."""
    workload = assessment.workload
    accounts = list(workload.accounts.all())
    production = {account.account_id: account.label for account in accounts if account.is_production}
    edition = load_edition(assessment.edition)
    sources = _Sources(
        edition=edition,
        answers={one.requirement_key: one for one in _answers(assessment)},
        evidence=_evidence(assessment),
        scans=state_of(assessment.organization, production, documents=findings_in_documents(assessment, edition)),
        now=timezone.now(),
    )
    overrides = SectionOverride.objects.filter(assessment=assessment)
    statuses = {key: answer.status for key, answer in sources.answers.items()}
    progress = progress_of(sources.edition, workload_facts(workload), statuses, overrides)
    sections = [_section(state, sources) for state in progress.sections]
    return {
        "schema": shape.SCHEMA,
        "taken_at": sources.now.isoformat(),
        "taken_by": str(taken_by or ""),
        "organization": assessment.organization.name,
        "edition": {
            "id": sources.edition.id,
            "title": sources.edition.title,
            "released": sources.edition.released.isoformat(),
        },
        "route": assessment.get_route_display(),
        "workload": _workload(workload, accounts, sources.scans),
        "counts": _counts(progress.counts, excluded=sum(one["counts"]["excluded"] for one in sections)),
        "sections": sections,
        "scans": _scans(assessment, production),
        "look": branding.look_of(assessment.organization),
        "diagram": branding.diagram_of(workload),
        "changes": history.changes_of(assessment),
        "accepted": _accepted(sources),
    }


def digest(data: shape.SnapshotData) -> str:
    """SHA-256, in hex, of the canonical JSON: sorted keys, no spaces, UTF-8."""
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _answers(assessment: Assessment) -> Iterable[Answer]:
    return Answer.objects.filter(assessment=assessment).select_related("updated_by", "accepted_by")


def _evidence(assessment: Assessment) -> dict[str, list[EvidenceLink]]:
    links = EvidenceLink.objects.filter(answer__assessment=assessment, removed_at=None)
    by_key: dict[str, list[EvidenceLink]] = {}
    for link in links.select_related("answer", "evidence__uploaded_by").order_by("attached_at", "id"):
        by_key.setdefault(link.answer.requirement_key, []).append(link)
    return by_key


def _section(state: SectionState, sources: _Sources) -> shape.SectionData:
    return {
        "key": state.section.key,
        "number": state.section.number,
        "title": state.section.title,
        "summary": state.section.summary,
        "applies": state.applies,
        "applies_reason": state.reason,
        "counts": _counts(state.counts, excluded=sum(not one.applies for one in state.requirements)),
        "requirements": [_requirement(one, sources) for one in state.requirements],
    }


def _counts(counts: Counts, *, excluded: int) -> shape.CountsData:
    return {"total": counts.applicable, "excluded": excluded, "by_status": dict(counts.by_status)}


def _requirement(state: RequirementState, sources: _Sources) -> shape.RequirementData:
    requirement = state.requirement
    answer = sources.answers.get(requirement.key) or Answer(requirement_key=requirement.key)
    judged = judge_fields(requirement, answer.fields, today=sources.now.date(), elsewhere=sources.values)
    suggestion = suggestion_for(requirement, sources.scans, fields_outcome=judged.outcome)
    broken = [result.message for result in judged.results if result.outcome == "not_met"]
    disagreeing = disagreements(answer, suggestion, fields_outcome=judged.outcome, broken_rules=broken)
    return {
        "key": requirement.key,
        "number": requirement.number,
        "title": requirement.title,
        "aws_id": requirement.aws_id,
        "aws_name": requirement.aws_name,
        "statement": requirement.statement,
        "applies": state.applies,
        "status": state.status,
        "status_label": str(AnswerStatus(state.status).label),
        "response": answer.response,
        "not_applicable_reason": _reason(state, answer),
        "updated_at": _iso(answer.updated_at) if answer.version else "",
        "updated_by": str(answer.updated_by or ""),
        "version": answer.version,
        "accepted_at": _iso(answer.accepted_at),
        "accepted_by": str(answer.accepted_by or ""),
        "fields": _fields(requirement, answer),
        "rules": [_rule(requirement, one) for one in judged.results],
        "evidence": [_file(link) for link in sources.evidence.get(requirement.key, [])],
        "scan": {
            "status": str(suggestion.status),
            "reason": _opinion(suggestion),
            "disagreement": " ".join(one.text for one in disagreeing) if state.applies else "",
        },
        "checks": [_check(result) for result in suggestion.checks if result.findings],
        "approval": None,
    }


def _reason(state: RequirementState, answer: Answer) -> str:
    """Why a requirement does not bind: the person's words, or what follows from the workload's facts."""
    if not state.applies:
        return state.reason
    return answer.not_applicable_reason if answer.status == AnswerStatus.NOT_APPLICABLE else ""


def _opinion(suggestion: Suggestion) -> str:
    """Its sentence, and which accounts it did not see: the first by name, all in number."""
    unseen = [gap for gap in suggestion.gaps if gap.account_id]
    named = "".join(f" {gap.account_id}: {gap.text}" for gap in unseen[:NAMED_ACCOUNTS])
    left = len({gap.account_id for gap in unseen} - {gap.account_id for gap in unseen[:NAMED_ACCOUNTS]})
    more = f" {left} more account{'' if left == 1 else 's'} could not be checked." if left else ""
    says = f"The scan suggests “{WORDS[suggestion.status]}”." if suggestion.can_be_accepted else "No suggestion."
    return f"{says} {suggestion.because}{named}{more}"


def _fields(requirement: Requirement, answer: Answer) -> list[shape.FieldData]:
    return [
        {"label": one.label, "text": one.text, "columns": list(one.columns), "rows": [list(row) for row in one.rows]}
        for one in present_fields(requirement, answer.fields)
    ]


def _rule(requirement: Requirement, result: RuleResult) -> shape.RuleData:
    labels = [field.label for name in result.fields if (field := requirement.fields_by_key.get(name))]
    return {
        "outcome": str(result.outcome),
        "message": result.message,
        "fields": labels,
        "is_note": result.warning,
        "code": result.code,
    }


def _accepted(sources: _Sources) -> list[shape.AcceptedData]:
    """Findings that somebody accepted, by name of check and resource, each once."""
    keys: dict[str, list[str]] = {}
    for requirement in sources.edition.requirements:
        for check_id in requirement.checks:
            keys.setdefault(check_id, []).append(requirement.key)
    return [
        {
            "check_id": one.check_id,
            "title": one.title,
            "account_id": one.account_id,
            "region": one.region,
            "resource": one.resource,
            "until": one.accepted_until.isoformat(),
            "because": one.accepted_because,
            "by": one.accepted_by,
            "keys": keys.get(one.check_id, []),
        }
        for check_id in sorted(keys)
        for one in sources.scans.findings.get(check_id, ())
        if one.accepted_until is not None
    ]


def _file(link: EvidenceLink) -> shape.EvidenceData:
    evidence = link.evidence
    return {
        "id": str(evidence.pk),
        "name": link.shown_name,
        "content_type": evidence.content_type,
        "size": evidence.size,
        "sha256": evidence.sha256,
        "uploaded_at": _iso(evidence.uploaded_at),
        "uploaded_by": str(evidence.uploaded_by or ""),
        "stored_as": evidence.file.name,
    }


def _check(result: CheckResult) -> shape.CheckData:
    info = check_info(result.check.id)
    return {
        "id": result.check.id,
        "title": result.check.title,
        "weight": result.check.weight,
        "severity": result.findings[0].severity if result.findings else "",
        "outcome": result.outcome,
        "fix": result.check.fix,
        "cli": info.cli if info else "",
        "console": info.console if info else "",
        "findings": [_finding(one) for one in result.findings],
    }


def _finding(finding: FindingView) -> shape.FindingData:
    return {
        "id": str(finding.id),
        "outcome": finding.outcome,
        "severity": finding.severity,
        "weight": finding.weight,
        "account_id": finding.account_id,
        "region": finding.region,
        "resource": finding.resource,
        "message": finding.message,
        "reason": finding.reason,
        "action": finding.action,
        "observed_at": _iso(finding.observed_at),
        "accepted_until": finding.accepted_until.isoformat() if finding.accepted_until else "",
    }


def _workload(workload: Workload, accounts: Iterable[Any], scans: ScanState) -> shape.WorkloadData:
    labels = {view.account_id: view.status_label for view in scans.accounts}
    standards = workload.compliance_standards
    return {
        "id": str(workload.pk),
        "name": workload.name,
        "description": workload.description,
        "handles_phi": workload.handles_phi,
        "accesses_customer_accounts": workload.accesses_customer_accounts,
        "stores_customer_credentials": workload.stores_customer_credentials,
        "compliance_standards": None if standards is None else list(standards),
        "accounts": [
            {
                "account_id": account.account_id,
                "label": account.label,
                "is_production": account.is_production,
                "connection": labels.get(account.account_id, "Not in scope of the scan") or "Not connected",
            }
            for account in accounts
        ],
    }


def _scans(assessment: Assessment, production: Mapping[str, str]) -> list[shape.ScanData]:
    return [
        {
            "account_id": facts.account_id,
            "role_arn": facts.role_arn,
            "session_name": facts.session_name,
            "regions": list(facts.regions),
            "started_at": _iso(facts.started_at),
            "finished_at": _iso(facts.finished_at),
            "calls": facts.calls,
            "facts_sha256": facts.facts_sha256,
            "facts_stored_as": facts.facts_file,
            "requested_by": facts.requested_by,
            "unreadable": [
                {name: str(gap.get(name, "")) for name in ("action", "region", "reason", "detail")}  # type: ignore[misc]
                for gap in facts.unreadable
            ],
            "declared": [
                {name: str(one.get(name, "")) for name in ("label", "value", "by", "at", "place", "source", "until")}  # type: ignore[misc]
                for one in facts.declared
            ],
        }
        for facts in scan_facts_for(assessment.organization, list(production))
    ]


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
