"""Names a customer's role safely: nothing malformed reaches AWS, and never a role of the portal's own account."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scanners.engine.aws.settings import AwsSettings

_ACCOUNT = re.compile(r"[0-9]{12}")
_ROLE_NAME = re.compile(r"[A-Za-z0-9_+=,.@-]{1,64}")
_EXTERNAL_ID = re.compile(r"[A-Za-z0-9_+=,.@:/-]{2,1224}")
_ROLE_ARN = re.compile(r"arn:(aws|aws-cn|aws-us-gov):iam::([0-9]{12}):role/([A-Za-z0-9_+=,.@-]{1,64})")
_SESSION_NAME = re.compile(r"[^A-Za-z0-9=,.@_-]")


class InvalidRole(ValueError):
    """The role cannot be meant; `message_id` is an entry of the message catalogue."""

    def __init__(self, message_id: str) -> None:
        super().__init__(message_id)
        self.message_id = message_id


@dataclass(frozen=True, slots=True)
class RoleRef:
    """A customer's role and the external id the portal made for it. Checked for shape when it is made."""

    account_id: str
    role_name: str
    external_id: str
    partition: str = "aws"

    def __post_init__(self) -> None:
        if not _ACCOUNT.fullmatch(self.account_id):
            raise InvalidRole("connection.account_id_malformed")
        if not _ROLE_NAME.fullmatch(self.role_name):
            raise InvalidRole("connection.role_name_malformed")
        if not _EXTERNAL_ID.fullmatch(self.external_id):
            raise InvalidRole("connection.external_id_malformed")
        if self.partition not in ("aws", "aws-cn", "aws-us-gov"):
            raise InvalidRole("connection.partition_unknown")

    @classmethod
    def from_arn(cls, arn: str, external_id: str) -> RoleRef:
        """Read a role ARN; roles under a path, users, sessions and anything else are refused."""
        match = _ROLE_ARN.fullmatch(arn)
        if match is None:
            raise InvalidRole("connection.role_arn_malformed")
        return cls(match.group(2), match.group(3), external_id, match.group(1))

    @property
    def arn(self) -> str:
        """The role's ARN."""
        return f"arn:{self.partition}:iam::{self.account_id}:role/{self.role_name}"


def check_reachable(role: RoleRef, settings: AwsSettings) -> None:
    """Refuse before any call what must never be assumed: our own account, another partition."""
    if role.account_id == settings.portal_account_id:
        raise InvalidRole("connection.portal_account")
    if role.partition != settings.partition:
        raise InvalidRole("connection.partition_not_served")


def session_name(purpose: str) -> str:
    """What the customer's CloudTrail shows for us; never longer or odder than STS accepts."""
    return f"ftr-portal-{_SESSION_NAME.sub('-', purpose)}"[:64]
