"""An access point has a policy of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanners.engine.facts import s3
from tests.scanners.fact_builders import BLOCKED, DENIED, OPEN, Case, assert_case, bucket, case, s3_facts

CHECK = "s3_access_points_blocked"

POINT = s3.AccessPoint("arn:ap", "web", "eu-west-1", "data", "Internet", None, True)
WIDE = s3.MultiRegionAccessPoint("arn:mrap", "wide", ("data",), OPEN, True)


def points(*some: object, block: object = None, **changes: object) -> s3.S3Facts:
    return s3_facts(bucket("data", block=block), account_block=None, access_points=some, **changes)


CASES = {
    "public": case("fail", points(POINT)),
    "own block": case("pass", points(replace(POINT, block=BLOCKED))),
    "bucket's block": case("pass", points(POINT, block=BLOCKED)),
    "account's block": case("not_applicable", s3_facts(access_points=(POINT,))),
    "network only": case("pass", points(replace(POINT, network="VPC", block=DENIED, policy_is_public=DENIED))),
    "no policy": case("pass", points(replace(POINT, policy_is_public=None))),
    "policy status unread": case("unknown", points(replace(POINT, policy_is_public=DENIED))),
    "bucket out of sight": case("unknown", points(replace(POINT, bucket="elsewhere"))),
    "a region refused": case("fail unknown", points(POINT, s3.UnlistedPoints("us-east-1", DENIED))),
    "a region refused, by an older version": case("fail unknown", points(POINT, DENIED)),
    "of many regions, public": case("fail", points(multi_region_access_points=(WIDE,))),
    "of many regions, its buckets blocked": case("pass", points(block=BLOCKED, multi_region_access_points=(WIDE,))),
    "none": case("not_applicable", points()),
    "list refused": case("unknown", s3_facts(account_block=None, access_points=DENIED)),
    "denied": case("unknown", S3Facts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
