"""S3 of the whole account with as few calls as the answer needs.

An account-level block that ignores ACLs and restricts policies already decides the exposure of every bucket, so
nothing about that is asked then. ListBuckets names each bucket's region, so no call goes through another region.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.aws.regions import is_region
from scanners.engine.collectors.collector import Collector, Context, read, read_all
from scanners.engine.collectors.s3_access_points import (
    ACCESS_POINT_OPERATIONS,
    collect_access_points,
    collect_multi_region_access_points,
)
from scanners.engine.collectors.s3_buckets import BUCKET_OPERATIONS, ListedBucket, collect_bucket
from scanners.engine.collectors.s3_shape import closes_everything, parse_block
from scanners.engine.collectors.shape import Fields, moment_or_none, text, text_or
from scanners.engine.facts.cloudtrail import TrailFacts
from scanners.engine.facts.s3 import Bucket, PublicAccessBlock, S3Facts
from scanners.engine.facts.unknown import Reason, Unknown

ACCOUNT_BLOCK = Operation("s3control", "GetPublicAccessBlock", "s3:GetAccountPublicAccessBlock")
# Only with a parameter sent does AWS name the buckets' regions.
LIST_BUCKETS = Operation("s3", "ListBuckets", "s3:ListAllMyBuckets")
_PAGE = 1000


def collect(context: Context) -> S3Facts:
    """Account level, buckets, access points; each part that could not be read is Unknown by itself."""
    block = read(
        context,
        ACCOUNT_BLOCK,
        parse_block,
        absent={"NoSuchPublicAccessBlockConfiguration": None},
        AccountId=context.reader.account_id,
    )
    buckets = _buckets(context, block)
    return S3Facts(
        account_block=block,
        buckets=buckets,
        access_points=(
            Unknown(Reason.NOT_COLLECTED, "")
            if closes_everything(block)
            else collect_access_points(context, _regions_of(context, buckets))
        ),
        multi_region_access_points=collect_multi_region_access_points(context),
    )


def _buckets(context: Context, block: PublicAccessBlock | Unknown | None) -> tuple[Bucket, ...] | Unknown:
    listed = read_all(context, LIST_BUCKETS, "Buckets", _listed, MaxBuckets=_PAGE)
    if isinstance(listed, Unknown):
        return listed
    logs = _log_buckets(context)

    def one(bucket: ListedBucket) -> Bucket | None:
        region = bucket.region or context.reader.home_region
        if not is_region(region, context.reader.partition):
            return _unreachable(bucket)
        return collect_bucket(context, bucket, region, account_block=block, is_log_bucket=bucket.name in logs)

    return tuple(bucket for bucket in context.reader.each(one, listed) if bucket is not None)


def _regions_of(context: Context, buckets: tuple[Bucket, ...] | Unknown) -> set[str]:
    known = () if isinstance(buckets, Unknown) else buckets
    return {bucket.region for bucket in known if is_region(bucket.region, context.reader.partition)}


def _listed(bucket: Fields) -> ListedBucket:
    return ListedBucket(text(bucket, "Name"), text_or(bucket, "BucketRegion"), moment_or_none(bucket, "CreationDate"))


def _log_buckets(context: Context) -> frozenset[str]:
    trails = context.facts.get(TrailFacts)
    return frozenset(trail.bucket for trail in trails.trails) if isinstance(trails, TrailFacts) else frozenset()


def _unreachable(bucket: ListedBucket) -> Bucket:
    gap = Unknown(Reason.MALFORMED, LIST_BUCKETS.action, "BucketRegion is no region of AWS")
    return Bucket(
        name=bucket.name,
        region=bucket.region,
        created_at=bucket.created_at,
        block=gap,
        ownership=gap,
        acl=gap,
        policy_is_public=gap,
        policy=gap,
        versioning=gap,
        object_lock=gap,
        lifecycle=gap,
    )


COLLECTORS = (
    Collector(
        "s3",
        S3Facts,
        (ACCOUNT_BLOCK, LIST_BUCKETS, *BUCKET_OPERATIONS, *ACCESS_POINT_OPERATIONS),
        collect,
        after=(TrailFacts,),
    ),
)
