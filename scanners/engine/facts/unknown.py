"""What a collector hands over when it could not read something: never False, None or an empty list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a fact is missing. Values are stored with findings, so they never change their spelling."""

    DENIED = "denied"  # the role's policy does not allow the action
    DENIED_SCP = "denied_scp"  # an organization's service control policy denies it
    DENIED_RESOURCE = "denied_resource"  # denied by the resource-based policy
    DENIED_SESSION = "denied_session"  # our own session policy denies it: a bug of ours
    THROTTLED = "throttled"
    TOKEN_REGION = "token_region"  # noqa: S105 - the Region does not accept the session token
    REPORT_PENDING = "report_pending"
    TIMEOUT = "timeout"
    MALFORMED = "malformed"  # AWS answered with something that is not what its API describes
    NOT_CHOSEN = "not_chosen"  # the customer has not switched this reading on
    NOT_COLLECTED = "not_collected"  # the scan ended or was cancelled before it got there
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Unknown:
    """A fact that could not be read.

    `action` is the IAM action that would have read it ("s3:GetBucketVersioning"), `detail` the shortened
    AWS error, which is hostile text like everything that comes from a scanned account.
    """

    reason: Reason
    action: str
    detail: str = ""
