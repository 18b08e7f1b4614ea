"""Accounts filled at once, and IAM's details in pages."""

from __future__ import annotations

from devstack.simulated_aws.bulk.amounts import Amounts

ACCOUNT = "313131313131"
AMOUNTS = Amounts(
    regions=("eu-central-1", "af-south-1"),
    users=5,
    groups=2,
    roles=20,
    policies=3,
    buckets=4,
    trails=1,
    databases=2,
    tables=2,
    volumes=3,
    instances=2,
    functions=1,
)
LISTS = {"UserDetailList": 5, "GroupDetailList": 2, "RoleDetailList": 20, "Policies": 4}


def test_a_filled_account_has_what_was_asked_for_in_its_regions(simulated_aws):
    simulated_aws.fill_account(ACCOUNT, AMOUNTS)

    assert len(simulated_aws.root("s3", ACCOUNT).list_buckets(MaxBuckets=10)["Buckets"]) == 4
    assert len(simulated_aws.root("rds", ACCOUNT, region="af-south-1").describe_db_instances()["DBInstances"]) == 1
    assert len(simulated_aws.root("ec2", ACCOUNT, region="eu-central-1").describe_volumes()["Volumes"]) >= 2
    regions = simulated_aws.root("account", ACCOUNT).list_regions(RegionOptStatusContains=["ENABLED"])["Regions"]
    assert "af-south-1" in [region["RegionName"] for region in regions]


def test_details_in_pages_are_the_details_at_once(simulated_aws):
    account_id = "323232323232"
    simulated_aws.fill_account(account_id, Amounts(**{**vars(AMOUNTS), "buckets": 0, "trails": 0}))
    iam = simulated_aws.root("iam", account_id)

    whole = iam.get_account_authorization_details(MaxItems=1000)
    pages = list(iam.get_paginator("get_account_authorization_details").paginate(PaginationConfig={"PageSize": 7}))

    assert len(pages) == 5
    for name, count in LISTS.items():
        assert len(whole[name]) == count
        assert [entry for page in pages for entry in page[name]] == whole[name]
    assert not whole["IsTruncated"]


def test_the_simulator_says_how_much_processor_time_it_used(simulated_aws):
    before = simulated_aws.processor_seconds()
    simulated_aws.root("iam", ACCOUNT).list_users()

    assert simulated_aws.processor_seconds() > before > 0
