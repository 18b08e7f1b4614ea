"""Users, roles, groups, policies and the credentials behind them.

The IAM collector hands over each of the classes at the end of its section separately, so that one refused call
leaves the others readable.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scanners.engine.facts.policies import Policy
from scanners.engine.facts.unknown import Unknown

# --- iam:GetAccountSummary ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IamSummary:
    """Live counts of iam:GetAccountSummary; None where the map lacks the key."""

    root_mfa_enabled: int | None
    root_password_present: int | None
    root_access_keys: int | None
    root_signing_certificates: int | None
    users: int | None


# --- credential report -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReportedKey:
    """One of the two key columns; None where the report says there is no such time. The key id is not in the report."""

    ordinal: int
    is_active: bool
    rotated_at: datetime | None
    last_used_at: datetime | None
    last_used_service: str = ""
    last_used_region: str = ""


@dataclass(frozen=True, slots=True)
class ReportedUser:
    """One row of the report, the root row included.

    `password_enabled` is None for `not_supported`, the value the root row had for years. Times are None for `N/A`,
    `no_information`, `not_supported` and empty. `keys` holds keys 1 and 2, active or not.
    """

    arn: str
    name: str
    created_at: datetime | None
    password_enabled: bool | None
    password_last_used_at: datetime | None
    password_changed_at: datetime | None
    mfa_active: bool
    keys: tuple[ReportedKey, ...]
    active_certificates: int

    @property
    def active_keys(self) -> tuple[ReportedKey, ...]:
        """Keys that work."""
        return tuple(key for key in self.keys if key.is_active)


@dataclass(frozen=True, slots=True)
class CredentialReport:
    """iam:GetCredentialReport, which AWS caches for up to four hours. `root` is None if the row was missing."""

    generated_at: datetime
    root: ReportedUser | None
    users: tuple[ReportedUser, ...]

    @property
    def console_users(self) -> tuple[ReportedUser, ...]:
        """IAM users who can sign in with a password."""
        return tuple(user for user in self.users if user.password_enabled)


# --- iam:GetAccountAuthorizationDetails --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag of a user or role."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class InlinePolicy:
    """A policy that lives in one user, group or role."""

    name: str
    document: Policy


@dataclass(frozen=True, slots=True)
class AttachedPolicy:
    """A managed policy attached to a user, group or role; its text is in `AuthorizationDetails.policies`."""

    arn: str
    name: str


@dataclass(frozen=True, slots=True)
class IamUser:
    """One IAM user; `groups` are names."""

    arn: str
    name: str
    path: str
    created_at: datetime | None
    groups: tuple[str, ...]
    inline: tuple[InlinePolicy, ...]
    attached: tuple[AttachedPolicy, ...]
    boundary_arn: str
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class IamGroup:
    """One IAM group."""

    arn: str
    name: str
    path: str
    inline: tuple[InlinePolicy, ...]
    attached: tuple[AttachedPolicy, ...]


@dataclass(frozen=True, slots=True)
class IamRole:
    """One IAM role. `last_used_at` covers about 400 days; None means not used in that time."""

    arn: str
    name: str
    path: str
    created_at: datetime | None
    trust: Policy
    inline: tuple[InlinePolicy, ...]
    attached: tuple[AttachedPolicy, ...]
    boundary_arn: str
    last_used_at: datetime | None
    instance_profile_arns: tuple[str, ...]
    tags: tuple[Tag, ...]

    @property
    def is_reserved(self) -> bool:
        """Service-linked roles and those AWS writes itself: nobody can change them."""
        return self.path.startswith(("/aws-service-role/", "/aws-reserved/"))

    @property
    def is_written_by_aws(self) -> bool:
        """Reserved by its path, and trusts nobody but services and providers, as all roles that AWS writes do."""
        if not self.is_reserved or not self.trust.is_readable:
            return False
        return all(
            not one.not_principals and all(who.kind in ("Service", "Federated") for who in one.principals)
            for one in self.trust.allows
        )

    @property
    def is_identity_center(self) -> bool:
        """Written by Identity Center for one of its permission sets."""
        return self.path.startswith("/aws-reserved/sso.amazonaws.com/")


@dataclass(frozen=True, slots=True)
class ManagedPolicy:
    """A managed policy with its default version's text, attached or used as a boundary or not."""

    arn: str
    name: str
    attachment_count: int
    boundary_count: int
    document: Policy

    @property
    def is_aws_managed(self) -> bool:
        """Owned by AWS, so no customer can change it."""
        return self.arn.split(":")[4:5] == ["aws"]

    @property
    def is_in_use(self) -> bool:
        """Attached somewhere or used as a boundary."""
        return self.attachment_count > 0 or self.boundary_count > 0


@dataclass(frozen=True, slots=True)
class AuthorizationDetails:
    """Who exists and what the policies say. Read completely or not at all: a missing page would hide a role."""

    users: tuple[IamUser, ...]
    groups: tuple[IamGroup, ...]
    roles: tuple[IamRole, ...]
    policies: tuple[ManagedPolicy, ...]

    @property
    def holders(self) -> tuple[IamUser | IamGroup | IamRole, ...]:
        """Everything that policies can be attached to."""
        return (*self.users, *self.groups, *self.roles)


# --- single calls ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PasswordPolicy:
    """The account's own password policy; 0 where AWS leaves a number out."""

    minimum_length: int
    require_symbols: bool
    require_numbers: bool
    require_uppercase: bool
    require_lowercase: bool
    reuse_prevention: int
    max_age_days: int
    hard_expiry: bool


@dataclass(frozen=True, slots=True)
class PasswordPolicyFacts:
    """iam:GetAccountPasswordPolicy; None for NoSuchEntity: AWS's weak default applies."""

    policy: PasswordPolicy | None


@dataclass(frozen=True, slots=True)
class VirtualMfaFacts:
    """iam:ListVirtualMFADevices (assigned ones): only whose they are, never a serial number."""

    user_arns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SamlProvider:
    """One SAML provider."""

    arn: str
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class IdentityProviders:
    """iam:ListSAMLProviders and iam:ListOpenIDConnectProviders (ARNs end in the issuer's address)."""

    saml: tuple[SamlProvider, ...] | Unknown
    oidc_arns: tuple[str, ...] | Unknown


@dataclass(frozen=True, slots=True)
class ServiceCredential:
    """One service-specific credential, without its id and name."""

    user_name: str
    service: str
    status: str
    created_at: datetime | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class ServiceCredentials:
    """iam:ListServiceSpecificCredentials for all users."""

    credentials: tuple[ServiceCredential, ...]


@dataclass(frozen=True, slots=True)
class SshKey:
    """One SSH public key for CodeCommit, without its id and text."""

    user_name: str
    status: str
    uploaded_at: datetime | None


@dataclass(frozen=True, slots=True)
class SshKeyFacts:
    """iam:ListSSHPublicKeys of the users whose policies may allow CodeCommit; an Unknown stands for unread users."""

    keys: tuple[SshKey | Unknown, ...]
