"""Compares declared answers with facts. These checks never PASS, because agreement proves nothing."""

from __future__ import annotations

from scanners.engine.checks.verdicts import Verdict, not_applicable
from scanners.engine.scope import Scope


def not_answered(scope: Scope) -> Verdict:
    """NOT_APPLICABLE: no answer could be contradicted by a fact."""
    return not_applicable(scope.account_arn, "nothing_claimed", "No answer that this check compares is given.")


def agrees(scope: Scope) -> Verdict:
    """NOT_APPLICABLE: no fact contradicts the answer."""
    return not_applicable(scope.account_arn, "answer_agrees", "No scanned fact contradicts the answer.")
