"""The only conditions under which a row can be read before its organization is known, each with its reason.

They are SQL for `TenantTable(read_also=...)`. A test compares this list with the policies of the live schema.
"""

from ftrportal.common.database.rls import SWEEPER, USER

# After log-in the portal must find out which organizations a person belongs to.
OWN_MEMBERSHIPS = f"user_id = {USER}"
ORGANIZATIONS_OF_USER = f"id IN (SELECT organization_id FROM organizations_membership WHERE user_id = {USER})"  # noqa: S608
# Whoever holds the link of an invitation may read that one row, found by the hash of its token.
INVITATION_BY_TOKEN = "token_hash = nullif(current_setting('app.invitation', true), '')"  # noqa: S105
# A wiki that shows a badge has no session: whoever has its address may read that one row, and from it the portal learns
# whose percentage to work out.
BADGE_BY_TOKEN = "token = nullif(current_setting('app.badge', true), '')"  # noqa: S105
# The sweepers list unfinished jobs of everybody; to change one they enter its organization.
UNFINISHED_JOBS = f"{SWEEPER} AND status IN ('queued', 'running')"
# The same for finished scans whose news nobody has been told yet.
UNFINISHED_OR_NEW_SCANS = (
    f"{SWEEPER} AND (status IN ('queued', 'running') OR (status = 'finished' AND announced_at IS NULL))"
)
# And for scans whose raw facts may be due for removal.
UNFINISHED_NEW_OR_OLD_SCANS = (
    f"({UNFINISHED_OR_NEW_SCANS}) OR "
    f"({SWEEPER} AND status = 'finished' AND facts_file <> '' AND finished_at < now() - interval '30 days')"
)
# And, so that organizations take turns, when each had its last one.
SCANS_TO_LOOK_AFTER = f"({UNFINISHED_NEW_OR_OLD_SCANS}) OR ({SWEEPER} AND started_at > now() - interval '1 hour')"
WAITING_CONNECTIONS = f"{SWEEPER} AND status IN ('draft', 'probing', 'active', 'degraded')"
# Open rollouts whose accounts are listed again daily, and their accounts in which a role is awaited.
OPEN_ROLLOUTS = f"{SWEEPER} AND ended_at IS NULL"
AWAITED_ACCOUNTS = f"{SWEEPER} AND next_probe_at IS NOT NULL"
# And for files that a check has read or has yet to read: new ones, and all when the checks of documents change.
DOCUMENTS_TO_READ = f"{SWEEPER} AND reading_version <> 0"

NARROW_POLICIES = {
    "organizations_organization": ORGANIZATIONS_OF_USER,
    "organizations_membership": OWN_MEMBERSHIPS,
    "organizations_invitation": INVITATION_BY_TOKEN,
    "scanners_scanrun": SCANS_TO_LOOK_AFTER,
    "assessments_report": UNFINISHED_JOBS,
    "assessments_badge": BADGE_BY_TOKEN,
    "assessments_evidencelink": DOCUMENTS_TO_READ,
    "scanners_connection": WAITING_CONNECTIONS,
    "scanners_rollout": OPEN_ROLLOUTS,
    "scanners_rolloutaccount": AWAITED_ACCOUNTS,
}
