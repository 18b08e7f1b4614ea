"""ACL grants of a bucket to others than its owner.

IgnorePublicAcls stops grants to the public only: a grant to another account works until ACLs are disabled.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
"""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.storage._exposure import ENFORCED, switched_on
from scanners.engine.facts.s3 import AclGrant, Bucket, S3Facts
from scanners.engine.facts.unknown import Reason, Unknown

_OLD_SCAN = Unknown(Reason.NOT_COLLECTED, "", "This scan did not read the ACL of the bucket. Scan the account again.")
# The account that CloudFront writes legacy standard logs from, in the commercial partition and in China.
_LOG_DELIVERY_USERS = frozenset(
    [
        "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0",
        "a52cb28745c0c06e84ec548334e44bfa7fc2a85c54af20cd59e4969344b7af56",
    ]
)
_LOG_DELIVERY_GROUP = "LogDelivery"
WRITING = frozenset(["FULL_CONTROL", "WRITE", "WRITE_ACP"])


def acl_strangers(bucket: Bucket, facts: S3Facts, *, permissions: frozenset[str] | None = None) -> tuple[str, ...]:
    """Grantees of effective ACL grants with their permission; `permissions` filters them."""
    if bucket.ownership == ENFORCED or isinstance(bucket.acl, Unknown):
        return ()
    ignores_public = switched_on("ignore_public_acls", facts.account_block, bucket.block) is True
    chosen = (one for one in bucket.acl if permissions is None or one.permission in permissions)
    live = (one for one in chosen if not (one.is_public and ignores_public))
    return tuple(dict.fromkeys(_named(live)))


def acl_gap(bucket: Bucket) -> Unknown | None:
    """The gap if the ACL could not be read."""
    if bucket.ownership == ENFORCED or not isinstance(bucket.acl, Unknown):
        return None
    return bucket.acl if bucket.acl.action or bucket.acl.detail else _OLD_SCAN


def _named(grants: Iterator[AclGrant]) -> Iterator[str]:
    for one in grants:
        if one.group == _LOG_DELIVERY_GROUP or one.grantee in _LOG_DELIVERY_USERS:
            continue
        whom = f"group {one.group}" if one.group else f"canonical user {one.grantee}"
        yield f"{whom} ({one.permission})"
