"""The conditions under which a row of this app can be read before its organization is known.

Keys are tables, values the SQL that stands beside the organization's own condition in the table's SELECT policy. All
of them are for sweepers, which list work of every organization and enter one to change it. The migrations hold the
same SQL as text, and `tests/security/test_schema.py` compares both with the live schema.
"""

from __future__ import annotations

from ftrportal.common.database.rls import SWEEPER

ROW_POLICIES = {
    # Unfinished scans; finished ones not yet announced; those whose facts are due for removal; and the recent ones, so
    # that organizations take turns.
    "scanners_scanrun": (
        f"(({SWEEPER} AND (status IN ('queued', 'running') OR (status = 'finished' AND announced_at IS NULL))) OR "
        f"({SWEEPER} AND status = 'finished' AND facts_file <> '' AND finished_at < now() - interval '30 days')) OR "
        f"({SWEEPER} AND started_at > now() - interval '1 hour')"
    ),
    # Connections whose role is verified again.
    "scanners_connection": f"{SWEEPER} AND status IN ('draft', 'probing', 'active', 'degraded')",
    # Open rollouts, whose accounts are listed daily, and their accounts in which a role is expected.
    "scanners_rollout": f"{SWEEPER} AND ended_at IS NULL",
    "scanners_rolloutaccount": f"{SWEEPER} AND next_probe_at IS NOT NULL",
}
