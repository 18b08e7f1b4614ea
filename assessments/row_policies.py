"""The conditions under which a row of this app can be read before its organization is known.

Keys are tables, values the SQL that stands beside the organization's own condition in the table's SELECT policy. The
migrations hold the same SQL as text, and `tests/security/test_schema.py` compares both with the live schema.
"""

from __future__ import annotations

from ftrportal.common.database.rls import SWEEPER

ROW_POLICIES = {
    # Sweepers list unfinished packs of every organization and enter one to change it.
    "assessments_report": f"{SWEEPER} AND status IN ('queued', 'running')",
    # A page that shows a badge has no session: its token allows reading that one row.
    "assessments_badge": "token = nullif(current_setting('app.badge', true), '')",
    # Files that a check has read or has yet to read: new ones, and all of them when the checks change.
    "assessments_evidencelink": f"{SWEEPER} AND reading_version <> 0",
}
