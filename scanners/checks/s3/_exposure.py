"""Whether a bucket is open to the public, as the sum of its policy, its ACL and every block above them.

A policy that AWS calls public is harmless under RestrictPublicBuckets, a public grant under IgnorePublicAcls or
without ACLs. BlockPublicPolicy and BlockPublicAcls only stop changes to come. Whatever could still flip the result
and was not read makes it Unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scanners.facts.matching import covers_action
from scanners.facts.policies import Policy, Statement
from scanners.facts.s3 import AccessPoint, AclGrant, Bucket, MultiRegionAccessPoint, PublicAccessBlock, S3Facts
from scanners.facts.trust import bounding_condition, names_everybody
from scanners.facts.unknown import Reason, Unknown

Block = PublicAccessBlock | Unknown | None
Switch = Literal["restrict_public_buckets", "ignore_public_acls", "block_public_policy", "block_public_acls"]
ENFORCED = "BucketOwnerEnforced"
_WRITING_GRANTS = frozenset(["WRITE", "WRITE_ACP", "FULL_CONTROL"])
_WRITING_ACTIONS = (
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:PutObjectAcl",
    "s3:PutBucketAcl",
    "s3:PutBucketPolicy",
    "s3:PutLifecycleConfiguration",
    "s3:DeleteBucket",
)
_NETWORK_KEYS = frozenset(["aws:sourcevpc", "aws:sourcevpce"])


@dataclass(frozen=True, slots=True)
class Exposure:
    """`policy` and `acl` say whether that channel is open; `points` are the open access points."""

    policy: bool | Unknown
    acl: bool | Unknown
    points: tuple[str, ...] = ()
    point_gap: Unknown | None = None

    @property
    def channels(self) -> list[str]:
        """The open ones, by name."""
        own = [name for name, is_open in (("policy", self.policy), ("ACL", self.acl)) if is_open is True]
        return own + [f"access point {one}" for one in self.points]

    @property
    def gap(self) -> Unknown | None:
        """The first unread input that could open it."""
        return next((one for one in (self.policy, self.acl, self.point_gap) if isinstance(one, Unknown)), None)


def switched_on(switch: Switch, *blocks: Block) -> bool | Unknown:
    """On at some level; Unknown where no level is on but one was not read."""
    if any(isinstance(block, PublicAccessBlock) and getattr(block, switch) for block in blocks):
        return True
    for block in blocks:
        if isinstance(block, Unknown):
            return block
    return False


def policy_open(is_public: bool | Unknown | None, *blocks: Block) -> bool | Unknown:
    """A public policy that no level restricts."""
    if not is_public:
        return False
    restricted = switched_on("restrict_public_buckets", *blocks)
    if restricted is True:
        return False
    if isinstance(is_public, Unknown):
        return is_public
    return restricted if isinstance(restricted, Unknown) else True


def acl_open(bucket: Bucket, account: Block) -> bool | Unknown:
    """A public grant that counts."""
    ignored = switched_on("ignore_public_acls", account, bucket.block)
    if ignored is True or bucket.ownership == ENFORCED:
        return False
    if not isinstance(bucket.acl, Unknown) and not any(grant.is_public for grant in bucket.acl):
        return False
    return next((one for one in (bucket.ownership, bucket.acl, ignored) if isinstance(one, Unknown)), True)


def bucket_exposure(bucket: Bucket, account: Block) -> Exposure:
    """Policy and ACL only."""
    return Exposure(policy_open(bucket.policy_is_public, account, bucket.block), acl_open(bucket, account))


def point_open(point: AccessPoint | MultiRegionAccessPoint, facts: S3Facts) -> bool | Unknown:
    """An access point reachable from the internet whose public policy nothing restricts."""
    if isinstance(point, AccessPoint):
        return point.network != "VPC" and policy_open(
            point.policy_is_public, point.block, facts.account_block, _block_of(facts, point.bucket)
        )
    restricted = [switched_on("restrict_public_buckets", _block_of(facts, name)) for name in point.buckets]
    if restricted and False not in restricted:
        gap = next((one for one in restricted if isinstance(one, Unknown)), None)
        if gap is None:
            return False
        return policy_open(point.policy_is_public, point.block, facts.account_block, gap)
    return policy_open(point.policy_is_public, point.block, facts.account_block)


def exposure(bucket: Bucket, facts: S3Facts) -> Exposure:
    """All channels of one bucket."""
    own = bucket_exposure(bucket, facts.account_block)
    if switched_on("restrict_public_buckets", facts.account_block) is True:
        return own
    points, gap = [], None
    for point in points_of(facts):
        is_open = point if isinstance(point, Unknown) else _leads_to(point, bucket) and point_open(point, facts)
        if isinstance(is_open, Unknown):
            gap = gap or is_open
        elif is_open and not isinstance(point, Unknown):
            points.append(point.name)
    return Exposure(own.policy, own.acl, tuple(points), gap)


def points_of(facts: S3Facts) -> Iterator[AccessPoint | MultiRegionAccessPoint | Unknown]:
    """Every access point of both kinds, and what could not be listed."""
    for group in (facts.access_points, facts.multi_region_access_points):
        if isinstance(group, Unknown):
            yield group
        else:
            yield from group


def public_writing_grants(bucket: Bucket) -> list[str]:
    """Public ACL grants that let the public write."""
    grants: tuple[AclGrant, ...] = () if isinstance(bucket.acl, Unknown) else bucket.acl
    return [f"{one.group}: {one.permission}" for one in grants if one.is_public and one.permission in _WRITING_GRANTS]


def public_writing_statements(policy: Policy) -> list[Statement]:
    """Statements that let everybody write or delete, not tied to an account, organization or network."""
    return [
        statement
        for statement in policy.allows
        if names_everybody(statement) and is_writing(statement) and not is_tied(statement)
    ]


def is_writing(statement: Statement) -> bool:
    """Reaches an action that changes content or its protection."""
    return any(covers_action(statement, action) for action in _WRITING_ACTIONS)


def is_tied(statement: Statement) -> bool:
    """A condition limits it to an account, an organization, a resource, a network or an address range."""
    if bounding_condition(statement):
        return True
    return any(
        (one.key in _NETWORK_KEYS and one.operator == "stringequals" and not one.if_exists)
        or (one.key == "aws:sourceip" and one.operator == "ipaddress" and not any(v.endswith("/0") for v in one.values))
        for one in statement.conditions
    )


def _block_of(facts: S3Facts, name: str) -> Block:
    """A bucket of another account is out of sight, which is not the same as having no block."""
    if isinstance(facts.buckets, Unknown):
        return facts.buckets
    foreign = Unknown(Reason.NOT_COLLECTED, "s3:GetBucketPublicAccessBlock", "The bucket is not of this account.")
    return next((bucket.block for bucket in facts.buckets if bucket.name == name), foreign)


def _leads_to(point: AccessPoint | MultiRegionAccessPoint, bucket: Bucket) -> bool:
    return point.bucket == bucket.name if isinstance(point, AccessPoint) else bucket.name in point.buckets
