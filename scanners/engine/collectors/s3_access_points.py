"""S3 access points: further endpoints of a bucket, with their own Block Public Access and policies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from scanners.engine.aws.operations import Operation, Paging
from scanners.engine.collectors.collector import Context, read, read_all
from scanners.engine.collectors.s3_shape import parse_block, parse_is_public, restricts_policies
from scanners.engine.collectors.shape import Fields, structures, text, text_or
from scanners.engine.facts.s3 import AccessPoint, MultiRegionAccessPoint, PublicAccessBlock, UnlistedPoints
from scanners.engine.facts.unknown import Reason, Unknown

_TOKEN = Paging("NextToken", "NextToken")
LIST_ACCESS_POINTS = Operation("s3control", "ListAccessPoints", "s3:ListAccessPoints", paging=_TOKEN)
GET_ACCESS_POINT = Operation("s3control", "GetAccessPoint", "s3:GetAccessPoint")
GET_STATUS = Operation("s3control", "GetAccessPointPolicyStatus", "s3:GetAccessPointPolicyStatus")
LIST_MULTI_REGION = Operation(
    "s3control", "ListMultiRegionAccessPoints", "s3:ListMultiRegionAccessPoints", paging=_TOKEN
)
GET_MULTI_REGION_STATUS = Operation(
    "s3control", "GetMultiRegionAccessPointPolicyStatus", "s3:GetMultiRegionAccessPointPolicyStatus"
)
ACCESS_POINT_OPERATIONS = (LIST_ACCESS_POINTS, GET_ACCESS_POINT, GET_STATUS, LIST_MULTI_REGION, GET_MULTI_REGION_STATUS)

# Multi-Region Access Points are managed from one region, in the commercial partition only.
_MULTI_REGION_HOME = "us-west-2"
_NO_POLICY = {"NoSuchAccessPointPolicy": None, "NoSuchMultiRegionAccessPointPolicy": None}
_NOT_ASKED = Unknown(Reason.NOT_COLLECTED, "")


class _ListedPoint(NamedTuple):
    name: str
    network: str
    bucket: str
    arn: str


def collect_access_points(
    context: Context, bucket_regions: Iterable[str]
) -> tuple[AccessPoint | UnlistedPoints | Unknown, ...] | Unknown:
    """Those of every region of the scan and, as buckets are judged wherever they lie, of every region with buckets."""
    if isinstance(context.regions, Unknown):
        return context.regions
    regions = sorted({*context.regions, *bucket_regions})
    found = context.reader.each(lambda region: _of_region(context, region), regions)
    return tuple(point for points in found for point in points)


def _of_region(context: Context, region: str) -> tuple[AccessPoint | UnlistedPoints, ...]:
    listed = read_all(
        context, LIST_ACCESS_POINTS, "AccessPointList", _listed, region=region, AccountId=context.reader.account_id
    )
    if isinstance(listed, Unknown):
        return (UnlistedPoints(region, listed),)
    return tuple(_access_point(context, point, region) for point in listed)


def _listed(point: Fields) -> _ListedPoint:
    return _ListedPoint(
        name=text(point, "Name"),
        network=text(point, "NetworkOrigin"),
        bucket=text_or(point, "Bucket"),
        arn=text_or(point, "AccessPointArn"),
    )


def _access_point(context: Context, point: _ListedPoint, region: str) -> AccessPoint:
    account = context.reader.account_id
    block: PublicAccessBlock | Unknown | None = _NOT_ASKED
    is_public: bool | Unknown | None = _NOT_ASKED
    if point.network == "Internet":
        block = read(context, GET_ACCESS_POINT, parse_block, region=region, AccountId=account, Name=point.name)
        if not restricts_policies(block):
            is_public = read(
                context,
                GET_STATUS,
                parse_is_public,
                absent=_NO_POLICY,
                region=region,
                AccountId=account,
                Name=point.name,
            )
    return AccessPoint(
        arn=point.arn or f"arn:{context.reader.partition}:s3:{region}:{account}:accesspoint/{point.name}",
        name=point.name,
        region=region,
        bucket=point.bucket,
        network=point.network,
        block=block,
        policy_is_public=is_public,
    )


def collect_multi_region_access_points(context: Context) -> tuple[MultiRegionAccessPoint, ...] | Unknown:
    """Multi-Region Access Points; other partitions have none."""
    if context.reader.partition != "aws":
        return ()
    return read_all(
        context,
        LIST_MULTI_REGION,
        "AccessPoints",
        lambda point: _multi_region(context, point),
        region=_MULTI_REGION_HOME,
        AccountId=context.reader.account_id,
    )


def _multi_region(context: Context, point: Fields) -> MultiRegionAccessPoint:
    name = text(point, "Name")
    block = parse_block(point, name="PublicAccessBlock")
    is_public: bool | Unknown | None = _NOT_ASKED
    if not restricts_policies(block):
        is_public = read(
            context,
            GET_MULTI_REGION_STATUS,
            lambda answer: parse_is_public({"PolicyStatus": answer.get("Established")}),
            absent=_NO_POLICY,
            region=_MULTI_REGION_HOME,
            AccountId=context.reader.account_id,
            Name=name,
        )
    return MultiRegionAccessPoint(
        arn=f"arn:{context.reader.partition}:s3::{context.reader.account_id}:accesspoint/{text_or(point, 'Alias')}",
        name=name,
        buckets=tuple(text(region, "Bucket") for region in structures(point, "Regions")),
        block=block,
        policy_is_public=is_public,
    )
