"""Whether a bucket is public, by its policy, its ACL, its access points and Block Public Access.

A policy that AWS calls public is harmless under RestrictPublicBuckets, a public grant under IgnorePublicAcls or
without ACLs. BlockPublicPolicy and BlockPublicAcls only stop changes to come. Whatever could still flip the result
and was not read makes it Unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scanners.engine.facts.s3 import (
    AccessPoint,
    Bucket,
    MultiRegionAccessPoint,
    PublicAccessBlock,
    S3Facts,
    UnlistedPoints,
)
from scanners.engine.facts.unknown import Reason, Unknown

Block = PublicAccessBlock | Unknown | None
Point = AccessPoint | MultiRegionAccessPoint
Switch = Literal["restrict_public_buckets", "ignore_public_acls", "block_public_policy", "block_public_acls"]
ENFORCED = "BucketOwnerEnforced"


@dataclass(frozen=True, slots=True)
class Exposure:
    """Whether `policy` and `acl` grant effective public access; `points` are the public access points."""

    policy: bool | Unknown
    acl: bool | Unknown
    points: tuple[str, ...] = ()
    point_gap: Unknown | None = None

    @property
    def channels(self) -> list[str]:
        """Names of what grants public access."""
        own = [name for name, is_open in (("policy", self.policy), ("ACL", self.acl)) if is_open is True]
        return own + [f"access point {one}" for one in self.points]

    @property
    def gap(self) -> Unknown | None:
        """The first gap that could hide public access."""
        return next((one for one in (self.policy, self.acl, self.point_gap) if isinstance(one, Unknown)), None)


def switched_on(switch: Switch, *blocks: Block) -> bool | Unknown:
    """True if on for the bucket or the account; Unknown if neither is on and one could not be read."""
    if any(isinstance(block, PublicAccessBlock) and getattr(block, switch) for block in blocks):
        return True
    for block in blocks:
        if isinstance(block, Unknown):
            return block
    return False


def policy_open(is_public: bool | Unknown | None, *blocks: Block) -> bool | Unknown:
    """True for a public policy without RestrictPublicBuckets."""
    if not is_public:
        return False
    restricted = switched_on("restrict_public_buckets", *blocks)
    if restricted is True:
        return False
    if isinstance(is_public, Unknown):
        return is_public
    return restricted if isinstance(restricted, Unknown) else True


def acl_open(bucket: Bucket, account: Block) -> bool | Unknown:
    """True for an effective public ACL grant."""
    ignored = switched_on("ignore_public_acls", account, bucket.block)
    if ignored is True or bucket.ownership == ENFORCED:
        return False
    if not isinstance(bucket.acl, Unknown) and not any(grant.is_public for grant in bucket.acl):
        return False
    return next((one for one in (bucket.ownership, bucket.acl, ignored) if isinstance(one, Unknown)), True)


def bucket_exposure(bucket: Bucket, account: Block) -> Exposure:
    """Policy and ACL only."""
    return Exposure(policy_open(bucket.policy_is_public, account, bucket.block), acl_open(bucket, account))


def point_open(point: Point, facts: S3Facts) -> bool | Unknown:
    """True for an internet access point with a public policy and without Block Public Access."""
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
    """Exposure of one bucket. Block Public Access of the bucket or account also applies to its access points."""
    own = bucket_exposure(bucket, facts.account_block)
    if switched_on("restrict_public_buckets", facts.account_block, bucket.block) is True:
        return own
    points, gap = [], None
    for point in points_of(facts):
        is_open = _opens(point, bucket, facts)
        if isinstance(is_open, Unknown):
            gap = gap or is_open
        elif is_open and isinstance(point, Point):
            points.append(point.name)
    return Exposure(own.policy, own.acl, tuple(points), gap)


def _opens(point: Point | UnlistedPoints | Unknown, bucket: Bucket, facts: S3Facts) -> bool | Unknown:
    if isinstance(point, Unknown):
        return point
    if isinstance(point, UnlistedPoints):
        return point.gap if point.region == bucket.region else False
    return _leads_to(point, bucket) and point_open(point, facts)


def points_of(facts: S3Facts) -> Iterator[Point | UnlistedPoints | Unknown]:
    """All access points and Multi-Region Access Points, and their gaps."""
    for group in (facts.access_points, facts.multi_region_access_points):
        if isinstance(group, Unknown):
            yield group
        else:
            yield from group


def _block_of(facts: S3Facts, name: str) -> Block:
    """A bucket of another account could not be read, which does not mean that nothing is blocked."""
    if isinstance(facts.buckets, Unknown):
        return facts.buckets
    foreign = Unknown(Reason.NOT_COLLECTED, "s3:GetBucketPublicAccessBlock", "The bucket is in another account.")
    return next((bucket.block for bucket in facts.buckets if bucket.name == name), foreign)


def _leads_to(point: Point, bucket: Bucket) -> bool:
    return point.bucket == bucket.name if isinstance(point, AccessPoint) else bucket.name in point.buckets
