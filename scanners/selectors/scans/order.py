"""In which order findings are read: what needs somebody first."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Value, When

from scanners.engine.checks.verdicts import Outcome, Severity
from scanners.models import Finding
from scanners.public_types import FindingView

OUTCOMES = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.REVIEW, Outcome.PASS, Outcome.NOT_APPLICABLE)
SEVERITIES = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW, Severity.INFO)
_OUTCOME_RANK = {outcome.value: rank for rank, outcome in enumerate(OUTCOMES)}
_SEVERITY_RANK = {severity.value: rank for rank, severity in enumerate(SEVERITIES)}
_LAST = 99


def by_urgency(finding: Finding | FindingView) -> tuple[int, int, str, str, str, str]:
    """Sort key in Python: outcome, severity, then a stable order."""
    return (
        _OUTCOME_RANK.get(finding.outcome, _LAST),
        _SEVERITY_RANK.get(finding.severity, _LAST),
        finding.check_id,
        finding.account_id,
        finding.region,
        finding.resource,
    )


def outcome_rank() -> Case:
    """The same for a query."""
    return _rank("outcome", _OUTCOME_RANK)


def severity_rank() -> Case:
    """The same for a query."""
    return _rank("severity", _SEVERITY_RANK)


def _rank(field: str, ranks: dict[str, int]) -> Case:
    whens = [When(**{field: value}, then=Value(rank)) for value, rank in ranks.items()]
    return Case(*whens, default=Value(_LAST), output_field=IntegerField())
