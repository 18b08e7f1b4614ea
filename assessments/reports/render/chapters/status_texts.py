"""Statuses and outcomes in the words of a pack, the worst outcome first."""

from __future__ import annotations

STATUS_LABELS = {
    "met": "Met",
    "not_met": "Not met",
    "not_sure": "Not sure",
    "not_started": "Not started",
    "not_applicable": "Not applicable",
}
OUTCOME_LABELS = {
    "fail": "Failed",
    "unknown": "Could not be read",
    "review": "Needs a look",
    "pass": "Passed",
    "not_applicable": "Nothing to judge",
}
OUTCOME_ORDER = list(OUTCOME_LABELS)
SILENT = ("pass", "not_applicable")
