"""Statuses and outcomes in the words of a pack, the worst outcome first."""

from __future__ import annotations

from scanners.public import Outcome

STATUS_LABELS = {
    "met": "Met",
    "not_met": "Not met",
    "not_sure": "Not sure",
    "not_started": "Not started",
    "not_applicable": "Not applicable",
}
OUTCOME_LABELS: dict[str, str] = {
    Outcome.FAIL: "Failed",
    Outcome.UNKNOWN: "Could not check",
    Outcome.REVIEW: "Needs review",
    Outcome.PASS: "Passed",
    Outcome.NOT_APPLICABLE: "Not in use",
}
OUTCOME_ORDER = list(OUTCOME_LABELS)
SILENT = (Outcome.PASS, Outcome.NOT_APPLICABLE)
