"""Why a change to members or invitations is refused. Codes are stable; their texts stand beside them."""

from __future__ import annotations

REASONS = {
    "last_owner": "An organization must have at least one owner. Assign the owner role to another member first.",
    "owners_only": "Only an owner can change, remove or invite an owner.",
    "above_own_role": "You cannot assign a role above your own.",
    "not_allowed": "Your role no longer allows this.",
    "already_member": "This person is already a member.",
    "already_invited": "This person already has an open invitation. Resend it from the list below, or revoke it.",
    "too_many_invitations": "Your organization has too many open invitations. Revoke some of them first.",
    "mail_not_sent": "The email could not be sent, and nothing was changed. Try again in a few minutes.",
    "invitation_closed": "This invitation has been accepted or revoked.",
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
