"""Organization trails that a scan found to record all management events of all regions, for members to rely on.

A member account may not read the event selectors of its organization's trail, so its own scan cannot tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from scanners.engine.checks.verdicts import Outcome, Verdict

COMPLETE_TRAIL_CHECK = "cloudtrail_all_regions_logging"
# Columns of a finding that says so.
COMPLETE_TRAIL_FINDING: Mapping[str, Any] = {
    "check_id": COMPLETE_TRAIL_CHECK,
    "outcome": Outcome.PASS.value,
    "evidence__is_complete": True,
}


def complete_trails(verdicts: Mapping[str, Iterable[Verdict]]) -> set[str]:
    """The ARNs of such trails among the verdicts of a scan, by check."""
    found = verdicts.get(COMPLETE_TRAIL_CHECK, ())
    return {one.resource for one in found if one.outcome is Outcome.PASS and one.evidence.get("is_complete") is True}
