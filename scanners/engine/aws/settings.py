"""How this installation reaches AWS: one value, handed in by whoever starts a scan or a probe."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_PRINCIPAL = re.compile(r"arn:(aws|aws-cn|aws-us-gov):(?:iam|sts)::([0-9]{12}):[A-Za-z0-9_+=,.@/-]+")


@dataclass(frozen=True, slots=True)
class PortalCredentials:
    """The portal's own keys, only where there is no machine identity: the simulated AWS."""

    access_key_id: str
    secret_access_key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AwsSettings:
    """Where AWS is and who the portal is there.

    `portal_principal_arn` is the one principal that customers' roles trust. Without `portal_credentials` botocore's
    ordinary chain is used (instance profile, task role); without `endpoint_url` the real AWS.
    """

    portal_principal_arn: str
    endpoint_url: str | None = None
    partition: str = "aws"
    sts_region: str = "us-east-1"
    portal_credentials: PortalCredentials | None = None

    def __post_init__(self) -> None:
        match = _PRINCIPAL.fullmatch(self.portal_principal_arn)
        if match is None:
            raise ValueError("portal_principal_arn is not the ARN of an IAM role, user or account root")
        if match.group(1) != self.partition:
            raise ValueError("portal_principal_arn is of another partition than the settings")

    @property
    def portal_account_id(self) -> str:
        """The account the portal itself lives in; its roles are never scanned."""
        return self.portal_principal_arn.split(":")[4]
