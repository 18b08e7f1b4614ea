"""Why a change to members or invitations is refused. Codes are stable; their texts stand beside them."""

from __future__ import annotations

REASONS = {
    "last_owner": "An organization needs at least one owner. Make somebody else an owner first.",
    "owners_only": "Only an owner can change, remove or invite an owner.",
    "above_own_role": "You cannot give a role that is larger than your own.",
    "not_allowed": "Your role no longer allows this.",
    "already_member": "This person is a member already.",
    "already_invited": "This person has an open invitation. Send it again from the list below, or revoke it.",
    "too_many_invitations": "There are too many open invitations. Revoke some that are no longer needed.",
    "mail_not_sent": "The mail could not be sent, so nothing was changed. Try again in a few minutes.",
    "invitation_closed": "This invitation was accepted or revoked.",
    "other_address": "This invitation is for another email address.",
}


class Refused(Exception):
    """A rule said no and nothing was written; `code` is a key of REASONS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def reason(self) -> str:
        return REASONS[self.code]
