"""Screening answers held against facts. They never pass: agreeing proves nothing, and other checks judge the rest."""

from __future__ import annotations

from scanners.engine.checks.verdicts import Verdict, not_applicable
from scanners.engine.scope import Scope


def not_answered(scope: Scope) -> Verdict:
    """Nobody has claimed anything that a fact could contradict."""
    return not_applicable(scope.account_arn, "nothing_claimed", "No answer claims anything that this check looks at.")


def agrees(scope: Scope) -> Verdict:
    """Nothing that was read speaks against the answer."""
    return not_applicable(scope.account_arn, "answer_agrees", "Nothing that was read contradicts the answer.")
