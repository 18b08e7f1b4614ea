"""One bucket, asked only what can still change the result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Context, malformed
from scanners.engine.collectors.s3_shape import (
    Block,
    closes_everything,
    ignores_acls,
    parse_block,
    parse_is_public,
    restricts_policies,
)
from scanners.engine.collectors.shape import (
    Fields,
    MalformedAnswerError,
    number,
    number_or,
    structure,
    structure_or_empty,
    structures,
    text,
    text_or,
)
from scanners.engine.facts.delivery import lets_cloudtrail_write
from scanners.engine.facts.policies import Policy, parse_policy
from scanners.engine.facts.s3 import AclGrant, Bucket, LifecycleRule, ObjectLock, Versioning
from scanners.engine.facts.unknown import Reason, Unknown

GET_BLOCK = Operation("s3", "GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock")
GET_POLICY_STATUS = Operation("s3", "GetBucketPolicyStatus", "s3:GetBucketPolicyStatus")
GET_OWNERSHIP = Operation("s3", "GetBucketOwnershipControls", "s3:GetBucketOwnershipControls")
GET_ACL = Operation("s3", "GetBucketAcl", "s3:GetBucketAcl")
GET_POLICY = Operation("s3", "GetBucketPolicy", "s3:GetBucketPolicy")
GET_VERSIONING = Operation("s3", "GetBucketVersioning", "s3:GetBucketVersioning")
GET_LOCK = Operation("s3", "GetObjectLockConfiguration", "s3:GetBucketObjectLockConfiguration")
GET_LIFECYCLE = Operation("s3", "GetBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration")
BUCKET_OPERATIONS = (
    GET_BLOCK,
    GET_POLICY_STATUS,
    GET_OWNERSHIP,
    GET_ACL,
    GET_POLICY,
    GET_VERSIONING,
    GET_LOCK,
    GET_LIFECYCLE,
)

OWNER_ENFORCED = "BucketOwnerEnforced"
_NOT_ASKED = Unknown(Reason.NOT_COLLECTED, "")
_GONE = "NoSuchBucket"

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class ListedBucket:
    """What ListBuckets says of a bucket."""

    name: str
    region: str
    created_at: datetime | None


class _BucketGoneError(Exception):
    """The bucket was deleted after it was listed."""


def collect_bucket(
    context: Context, listed: ListedBucket, region: str, *, account_block: Block, is_log_bucket: bool
) -> Bucket | None:
    """The bucket, or None if it is gone by now.

    Lock and lifecycle are asked only of buckets that a trail writes to or whose policy lets CloudTrail write.
    """
    try:
        return _Asking(context, listed, region).bucket(account_block, is_log_bucket=is_log_bucket)
    except _BucketGoneError:
        return None


class _Asking:
    """The calls about one bucket, each in its own region and to the owner we expect."""

    def __init__(self, context: Context, listed: ListedBucket, region: str) -> None:
        self._context = context
        self._listed = listed
        self._region = region

    def bucket(self, account_block: Block, *, is_log_bucket: bool) -> Bucket:
        block: Block = _NOT_ASKED
        if not closes_everything(account_block):
            block = self._ask(GET_BLOCK, parse_block, absent={"NoSuchPublicAccessBlockConfiguration": None})
        policy = self._ask(GET_POLICY, _policy, absent={"NoSuchBucketPolicy": None})
        ownership, acl = self._acl(account_block, block)
        holds_logs = is_log_bucket or lets_cloudtrail_write(policy)
        return Bucket(
            name=self._listed.name,
            region=self._region,
            created_at=self._listed.created_at,
            block=block,
            ownership=ownership,
            acl=acl,
            policy_is_public=self._policy_is_public(policy, account_block, block),
            policy=policy,
            versioning=self._ask(GET_VERSIONING, _versioning),
            object_lock=self._object_lock() if holds_logs else _NOT_ASKED,
            lifecycle=self._lifecycle() if holds_logs else _NOT_ASKED,
        )

    def _acl(self, account_block: Block, block: Block) -> tuple[str | Unknown | None, tuple[AclGrant, ...] | Unknown]:
        """Ignoring public ACLs leaves grants to other accounts alive. One call tells that there are none.

        Of a bucket without ACLs AWS shows the owner's grant only.
        https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
        """
        if ignores_acls(account_block, block):
            acl = self._ask(GET_ACL, _grants)
            return (self._ownership() if acl else _NOT_ASKED), acl
        ownership = self._ownership()
        if ownership == OWNER_ENFORCED:
            return ownership, _NOT_ASKED
        return ownership, self._ask(GET_ACL, _grants)

    def _ownership(self) -> str | Unknown | None:
        return self._ask(GET_OWNERSHIP, _ownership, absent={"OwnershipControlsNotFoundError": None})

    def _policy_is_public(
        self, policy: Policy | Unknown | None, account_block: Block, block: Block
    ) -> bool | Unknown | None:
        if policy is None:
            return None
        if restricts_policies(account_block, block):
            return _NOT_ASKED
        return self._ask(GET_POLICY_STATUS, parse_is_public, absent={"NoSuchBucketPolicy": None})

    def _object_lock(self) -> ObjectLock | Unknown | None:
        return self._ask(GET_LOCK, _lock, absent={"ObjectLockConfigurationNotFoundError": None})

    def _lifecycle(self) -> tuple[LifecycleRule, ...] | Unknown | None:
        return self._ask(GET_LIFECYCLE, _lifecycle, absent={"NoSuchLifecycleConfiguration": None})

    def _ask(
        self, operation: Operation, parse: Callable[[Fields], Value], *, absent: Mapping[str, Value] | None = None
    ) -> Value | Unknown:
        try:
            return parse(
                self._context.reader.call(
                    operation,
                    region=self._region,
                    Bucket=self._listed.name,
                    ExpectedBucketOwner=self._context.reader.account_id,
                )
            )
        except CallFailed as failed:
            if failed.code == _GONE:
                raise _BucketGoneError from None
            if absent is not None and failed.code in absent:
                return absent[failed.code]
            return failed.gap
        except MalformedAnswerError as odd:
            return malformed(operation, odd)


def _policy(answer: Fields) -> Policy | None:
    return parse_policy(text(answer, "Policy"))


def _ownership(answer: Fields) -> str | None:
    rules = structures(structure(answer, "OwnershipControls"), "Rules")
    return text(rules[0], "ObjectOwnership") if rules else None


def _grants(answer: Fields) -> tuple[AclGrant, ...]:
    """All but the owner's own. Names and e-mail addresses of grantees are not kept."""
    owner = text_or(structure_or_empty(answer, "Owner"), "ID")
    grants = ((structure(grant, "Grantee"), text(grant, "Permission")) for grant in structures(answer, "Grants"))
    found = (_grant(grantee, permission) for grantee, permission in grants)
    return tuple(one for one in found if one.group or not owner or one.grantee != owner)


def _grant(grantee: Fields, permission: str) -> AclGrant:
    uri = text_or(grantee, "URI")
    if uri:
        return AclGrant(uri.rsplit("/", 1)[-1] or uri, permission)
    return AclGrant("", permission, text_or(grantee, "ID") or "without an ID")


def _versioning(answer: Fields) -> Versioning:
    return Versioning(text_or(answer, "Status"), text_or(answer, "MFADelete") == "Enabled")


def _lock(answer: Fields) -> ObjectLock | None:
    configuration = structure(answer, "ObjectLockConfiguration")
    if text_or(configuration, "ObjectLockEnabled") != "Enabled":
        return None
    retention = structure_or_empty(structure_or_empty(configuration, "Rule"), "DefaultRetention")
    days = number_or(retention, "Days", 0) + 365 * number_or(retention, "Years", 0)
    return ObjectLock(text_or(retention, "Mode"), days)


def _lifecycle(answer: Fields) -> tuple[LifecycleRule, ...] | None:
    return tuple(_rule(rule) for rule in structures(answer, "Rules"))


def _rule(rule: Fields) -> LifecycleRule:
    expiration = structure_or_empty(rule, "Expiration")
    noncurrent = structure_or_empty(rule, "NoncurrentVersionExpiration")
    return LifecycleRule(
        is_enabled=text_or(rule, "Status") == "Enabled",
        expires_after_days=number(expiration, "Days") if "Days" in expiration else None,
        noncurrent_after_days=number(noncurrent, "NoncurrentDays") if "NoncurrentDays" in noncurrent else None,
    )
