"""The demo accounts hold the settings their stories tell, and both are what the first six services will read."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from devstack.simulated_aws.credentials import DEMO_ACCOUNT, HARDENED_ACCOUNT, LOG_ARCHIVE_ACCOUNT
from devstack.simulated_aws.running import SimulatedAws


@pytest.fixture
def demo(simulated_aws: SimulatedAws) -> SimulatedAws:
    """The simulator; its demo accounts are touched by no other test."""
    return simulated_aws


def report(aws: SimulatedAws, account_id: str) -> dict[str, dict[str, str]]:
    """The credential report by user."""
    iam = aws.root("iam", account_id)
    iam.generate_credential_report()
    text = iam.get_credential_report()["Content"].decode()
    return {row["user"]: row for row in csv.DictReader(io.StringIO(text))}


def contacts(aws: SimulatedAws, account_id: str) -> set[str]:
    """The kinds of alternate contact that are set."""
    client = aws.root("account", account_id)
    found = set()
    for kind in ("BILLING", "OPERATIONS", "SECURITY"):
        try:
            found.add(
                client.get_alternate_contact(AlternateContactType=kind)["AlternateContact"]["AlternateContactType"]
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceNotFoundException":
                raise
    return found


def test_the_good_account_is_watched_and_the_other_is_not(demo: SimulatedAws) -> None:
    def analyzers(account_id: str) -> list[Any]:
        client = demo.root("accessanalyzer", account_id, region="eu-central-1")
        return list(client.list_analyzers()["analyzers"])

    assert [one["status"] for one in analyzers(HARDENED_ACCOUNT)] == ["ACTIVE"]
    assert analyzers(DEMO_ACCOUNT) == []


def trails(aws: SimulatedAws, account_id: str) -> list[Any]:
    """The account's trails."""
    return list(aws.root("cloudtrail", account_id, region="eu-central-1").describe_trails()["trailList"])


def test_workload_account_mixes_good_and_bad(demo: SimulatedAws) -> None:
    rows = report(demo, DEMO_ACCOUNT)
    quarter_ago = (datetime.now(UTC) - timedelta(days=90)).isoformat()

    assert (rows["<root_account>"]["mfa_active"], rows["<root_account>"]["access_key_1_active"]) == ("true", "true")
    assert (rows["maria"]["mfa_active"], rows["tom"]["mfa_active"]) == ("true", "false")
    assert rows["tom"]["password_enabled"] == "true"
    assert (
        rows["report-exporter"]["access_key_1_last_rotated"]
        < quarter_ago
        < (rows["deploy-bot"]["access_key_1_last_rotated"])
    )
    assert contacts(demo, DEMO_ACCOUNT) == {"BILLING", "OPERATIONS"}
    assert demo.root("iam", DEMO_ACCOUNT).get_account_password_policy()["PasswordPolicy"]["MinimumPasswordLength"] == 8
    [trail] = trails(demo, DEMO_ACCOUNT)
    assert (trail["IsMultiRegionTrail"], trail["LogFileValidationEnabled"]) == (False, False)


def test_workload_account_has_public_and_private_buckets_in_two_regions(demo: SimulatedAws) -> None:
    s3 = demo.root("s3", DEMO_ACCOUNT)
    regions = {item["Name"]: item["BucketRegion"] for item in s3.list_buckets()["Buckets"]}

    assert set(regions.values()) == {"eu-central-1", "us-east-1"}
    assert s3.get_bucket_policy_status(Bucket="orchard-public-site")["PolicyStatus"]["IsPublic"] is True
    grantees = [grant["Grantee"].get("URI", "") for grant in s3.get_bucket_acl(Bucket="orchard-downloads")["Grants"]]
    assert any(grantee.endswith("/AllUsers") for grantee in grantees)
    blocked = s3.get_public_access_block(Bucket="orchard-customer-data")["PublicAccessBlockConfiguration"]
    assert set(blocked.values()) == {True}
    with pytest.raises(ClientError, match="NoSuchPublicAccessBlockConfiguration"):
        demo.root("s3control", DEMO_ACCOUNT).get_public_access_block(AccountId=DEMO_ACCOUNT)


def test_workload_account_has_the_four_roles(demo: SimulatedAws) -> None:
    roles = demo.root("iam", DEMO_ACCOUNT).list_roles()["Roles"]
    trusts = {role["RoleName"]: role["AssumeRolePolicyDocument"]["Statement"][0] for role in roles}

    assert "Condition" not in trusts["MonitoringVendorAccess"]
    assert "sts:ExternalId" in trusts["BillingVendorAccess"]["Condition"]["StringEquals"]
    assert trusts["BuildServer"]["Principal"] == {"Service": "ec2.amazonaws.com"}
    assert trusts["LegacyImport"]["Principal"] == {"AWS": "*"}


def test_support_plans_differ(demo: SimulatedAws) -> None:
    assert demo.root("support", HARDENED_ACCOUNT).describe_severity_levels()["severityLevels"]
    with pytest.raises(ClientError, match="SubscriptionRequiredException"):
        demo.root("support", DEMO_ACCOUNT).describe_severity_levels()


def test_hardened_account_is_right_everywhere(demo: SimulatedAws) -> None:
    rows = report(demo, HARDENED_ACCOUNT)
    [trail] = trails(demo, HARDENED_ACCOUNT)
    block = demo.root("s3control", HARDENED_ACCOUNT).get_public_access_block(AccountId=HARDENED_ACCOUNT)
    owned = {bucket["Name"] for bucket in demo.root("s3", HARDENED_ACCOUNT).list_buckets()["Buckets"]}
    archived = {bucket["Name"] for bucket in demo.root("s3", LOG_ARCHIVE_ACCOUNT).list_buckets()["Buckets"]}

    assert rows["<root_account>"]["access_key_1_active"] == "false"
    assert {row["mfa_active"] for row in rows.values()} == {"true"}
    assert contacts(demo, HARDENED_ACCOUNT) == {"BILLING", "OPERATIONS", "SECURITY"}
    assert (trail["IsMultiRegionTrail"], trail["LogFileValidationEnabled"]) == (True, True)
    assert trail["S3BucketName"] in archived - owned
    assert set(block["PublicAccessBlockConfiguration"].values()) == {True}


def test_nothing_runs_in_the_demo_accounts_without_a_role(demo: SimulatedAws) -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        demo.portal().assume_role(
            RoleArn=f"arn:aws:iam::{DEMO_ACCOUNT}:role/MonitoringVendorAccess", RoleSessionName="portal"
        )
