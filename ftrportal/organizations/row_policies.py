"""The conditions under which a row of this app can be read before its organization is known.

Keys are tables, values the SQL that stands beside the organization's
own condition in the SELECT policy. The migrations hold the same SQL as text; `tests/security/test_schema.py`
compares both with the live schema.
"""

from __future__ import annotations

from ftrportal.common.database.rls import USER

ROW_POLICIES = {
    # After sign-in the portal must find out which organizations a person belongs to.
    "organizations_organization": (
        f"id IN (SELECT organization_id FROM organizations_membership WHERE user_id = {USER})"  # noqa: S608
    ),
    "organizations_membership": f"user_id = {USER}",
    # The holder of an invitation's link may read that one row, found by the hash of its token.
    "organizations_invitation": "token_hash = nullif(current_setting('app.invitation', true), '')",
}
