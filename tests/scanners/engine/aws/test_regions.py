from __future__ import annotations

import pytest

from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.regions import enabled_regions, is_region
from scanners.engine.facts.unknown import Reason
from tests.scanners.canned_aws import DENIED, CannedAws, reader_of


def listing(*names, status="ENABLED_BY_DEFAULT", token=None):
    page = {"Regions": [{"RegionName": name, "RegionOptStatus": status} for name in names]}
    return {**page, "NextToken": token} if token else page


def read(answers):
    return enabled_regions(reader_of(CannedAws({"account:ListRegions": answers})))


def test_enabled_regions_of_all_pages_in_name_order():
    found = read([listing("us-west-2", token="t"), listing("eu-west-1", status="ENABLED")])

    assert found.names == ("eu-west-1", "us-west-2")
    assert found.refused == ()


def test_made_up_regions_are_refused_and_named():
    found = read(listing("us-east-1", "evil.example.com", "us-east-1.evil.example.com", "moon-north-1"))

    assert found.names == ("us-east-1",)
    assert found.refused == ("evil.example.com", "moon-north-1", "us-east-1.evil.example.com")


def test_regions_that_are_not_enabled_are_left_out():
    page = listing("us-east-1")
    page["Regions"] += listing("eu-south-1", status="DISABLED")["Regions"]

    assert read(page).names == ("us-east-1",)


def test_no_region_at_all_is_malformed():
    with pytest.raises(CallFailed) as failed:
        read(listing("evil.example.com"))

    assert failed.value.gap.reason is Reason.MALFORMED


def test_a_refusal_is_a_gap():
    with pytest.raises(CallFailed) as failed:
        read(DENIED)

    assert failed.value.gap.action == "account:ListRegions"


@pytest.mark.parametrize("name", ["cn-north-1", "us-gov-west-1", "us-east-1 ", "US-EAST-1", ""])
def test_regions_of_other_partitions_are_none_of_ours(name):
    assert not is_region(name, "aws")


def test_each_partition_has_its_regions():
    assert is_region("cn-north-1", "aws-cn")
    assert is_region("us-gov-west-1", "aws-us-gov")
    assert not is_region("us-east-1", "aws-moon")
