"""Buckets, who may reach them, and how their content is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scanners.engine.facts.policies import Policy
from scanners.engine.facts.unknown import Unknown

PUBLIC_GROUPS = frozenset({"AllUsers", "AuthenticatedUsers"})


@dataclass(frozen=True, slots=True)
class PublicAccessBlock:
    """The four switches of a Block Public Access configuration."""

    block_public_acls: bool
    ignore_public_acls: bool
    block_public_policy: bool
    restrict_public_buckets: bool

    @property
    def is_complete(self) -> bool:
        """All four are on."""
        return (
            self.block_public_acls
            and self.ignore_public_acls
            and self.block_public_policy
            and self.restrict_public_buckets
        )


@dataclass(frozen=True, slots=True)
class AclGrant:
    """One grant of a bucket ACL to somebody else than the bucket's owner.

    `group` is the end of a group's URI (AllUsers, AuthenticatedUsers, LogDelivery), else `grantee` is the canonical
    user ID of an account. Scans of older versions kept grants to groups only.
    """

    group: str
    permission: str
    grantee: str = ""

    @property
    def is_public(self) -> bool:
        """Given to everybody, or to everybody with any AWS account."""
        return self.group in PUBLIC_GROUPS


@dataclass(frozen=True, slots=True)
class Versioning:
    """`status` is Enabled, Suspended or empty (never switched on)."""

    status: str
    mfa_delete: bool


@dataclass(frozen=True, slots=True)
class ObjectLock:
    """Object Lock that is on; without a default retention `mode` is empty and `days` 0. Years count 365 days."""

    mode: str
    days: int


@dataclass(frozen=True, slots=True)
class LifecycleRule:
    """The parts of a lifecycle rule that remove content; None where the rule does not say."""

    is_enabled: bool
    expires_after_days: int | None
    noncurrent_after_days: int | None


@dataclass(frozen=True, slots=True)
class Bucket:
    """One bucket of s3:ListBuckets.

    None always means that AWS answered "not configured": no block, no ownership controls, no policy, no lock, no
    lifecycle. What the collector did not ask, because a block already decides it, is Unknown(NOT_COLLECTED); checks
    look only at inputs that can still change the result. `acl` is not asked where ACLs are disabled, `ownership` not
    where public ACLs are ignored and the ACL names nobody but the owner.
    """

    name: str
    region: str
    created_at: datetime | None
    block: PublicAccessBlock | Unknown | None
    ownership: str | Unknown | None
    acl: tuple[AclGrant, ...] | Unknown
    policy_is_public: bool | Unknown | None
    policy: Policy | Unknown | None
    versioning: Versioning | Unknown
    object_lock: ObjectLock | Unknown | None
    lifecycle: tuple[LifecycleRule, ...] | Unknown | None

    def arn(self, partition: str) -> str:
        """Bucket ARNs carry neither region nor account."""
        return f"arn:{partition}:s3:::{self.name}"


@dataclass(frozen=True, slots=True)
class AccessPoint:
    """A single-region access point; `network` is Internet or VPC. A VPC one is not asked for block and policy."""

    arn: str
    name: str
    region: str
    bucket: str
    network: str
    block: PublicAccessBlock | Unknown | None
    policy_is_public: bool | Unknown | None


@dataclass(frozen=True, slots=True)
class UnlistedPoints:
    """A region whose access points could not be listed: any of its buckets may be open by one."""

    region: str
    gap: Unknown


@dataclass(frozen=True, slots=True)
class MultiRegionAccessPoint:
    """A Multi-Region Access Point and the buckets behind it."""

    arn: str
    name: str
    buckets: tuple[str, ...]
    block: PublicAccessBlock | Unknown | None
    policy_is_public: bool | Unknown | None


@dataclass(frozen=True, slots=True)
class S3Facts:
    """S3 of the whole account.

    `account_block` is the effective level that AWS reports (it includes organization policy), None where there is
    none. `access_points` holds one entry per access point, and one for each region that refused the list (scans of
    older versions kept an Unknown without its region); the whole is Unknown(NOT_COLLECTED) where the account's block
    made asking pointless.
    """

    account_block: PublicAccessBlock | Unknown | None
    buckets: tuple[Bucket, ...] | Unknown
    access_points: tuple[AccessPoint | UnlistedPoints | Unknown, ...] | Unknown
    multi_region_access_points: tuple[MultiRegionAccessPoint, ...] | Unknown
