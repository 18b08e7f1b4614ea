"""Every operation answered by us is parsed by a real client, with the values that were set."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.session import get_session

from devstack.simulated_aws.services.table import handled_operations
from tests.devstack.simulated_aws.conftest import Tenant

CONTACT = {
    "FullName": "Ada & Söhne",
    "AddressLine1": "Weg 1",
    "City": "Leipzig",
    "PostalCode": "04109",
    "CountryCode": "DE",
    "PhoneNumber": "+49 341 1",
}


def error_code(call: Any, **arguments: Any) -> str:
    """The code of the error a call must end with."""
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return str(caught.value.response["Error"]["Code"])


def test_contact_information(tenant: Tenant) -> None:
    account = tenant.root("account")

    assert error_code(account.get_contact_information) == "ResourceNotFoundException"
    account.put_contact_information(ContactInformation=CONTACT)

    assert account.get_contact_information()["ContactInformation"] == CONTACT


def test_account_id_parameter_is_refused(tenant: Tenant) -> None:
    account = tenant.root("account")

    assert error_code(account.get_contact_information, AccountId=tenant.account_id) == "AccessDeniedException"


def test_alternate_contacts_are_present_or_missing(tenant: Tenant) -> None:
    account = tenant.root("account")
    about = {"EmailAddress": "s@ada.example", "Name": "S", "PhoneNumber": "+49 1", "Title": "T"}
    account.put_alternate_contact(AlternateContactType="SECURITY", **about)

    found = account.get_alternate_contact(AlternateContactType="SECURITY")["AlternateContact"]

    assert found == {**about, "AlternateContactType": "SECURITY"}
    assert error_code(account.get_alternate_contact, AlternateContactType="BILLING") == "ResourceNotFoundException"


def test_account_information(tenant: Tenant) -> None:
    tenant.aws.set_account(tenant.account_id, name="Ada's", created_at="2020-02-03T04:05:06+00:00")

    found = tenant.root("account").get_account_information()

    assert (found["AccountId"], found["AccountName"], found["AccountState"]) == (tenant.account_id, "Ada's", "ACTIVE")
    assert found["AccountCreatedDate"] == datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC)


def test_regions_follow_the_account(tenant: Tenant) -> None:
    tenant.aws.set_account(tenant.account_id, opt_in_enabled=["eu-south-2"], disabled_regions=["us-west-1"])
    account = tenant.root("account")
    pages = account.get_paginator("list_regions").paginate(PaginationConfig={"PageSize": 3})
    status = {item["RegionName"]: item["RegionOptStatus"] for page in pages for item in page["Regions"]}
    usable = account.list_regions(RegionOptStatusContains=["ENABLED", "ENABLED_BY_DEFAULT"])["Regions"]

    assert status["us-east-1"] == "ENABLED_BY_DEFAULT"
    assert (status["eu-south-2"], status["us-west-1"], status["ap-east-1"]) == ("ENABLED", "DISABLED", "DISABLED")
    assert account.get_region_opt_status(RegionName="eu-south-2")["RegionOptStatus"] == "ENABLED"
    in_ec2 = tenant.root("ec2").describe_regions()["Regions"]
    assert {item["RegionName"] for item in in_ec2} == {item["RegionName"] for item in usable}
    assert "us-west-1" not in {item["RegionName"] for item in usable}


@pytest.mark.parametrize(
    ("plan", "codes"),
    [
        ("business", ["low", "normal", "high", "urgent"]),
        ("enterprise", ["low", "normal", "high", "urgent", "critical"]),
    ],
)
def test_support_answers_upper_plans(tenant: Tenant, plan: str, codes: list[str]) -> None:
    tenant.aws.set_account(tenant.account_id, support_plan=plan)

    levels = tenant.root("support").describe_severity_levels(language="en")["severityLevels"]

    assert [level["code"] for level in levels] == codes


@pytest.mark.parametrize("plan", ["basic", "developer"])
def test_support_refuses_lower_plans(tenant: Tenant, plan: str) -> None:
    tenant.aws.set_account(tenant.account_id, support_plan=plan)

    assert error_code(tenant.root("support").describe_severity_levels) == "SubscriptionRequiredException"


def test_root_facts_reach_summary_report_and_devices(tenant: Tenant) -> None:
    iam = tenant.root("iam")
    key = {"created_at": "2021-01-01T00:00:00+00:00", "last_used_at": "2022-01-01T00:00:00+00:00"}
    root = {"mfa_enabled": True, "virtual_mfa": True, "keys": [key], "password_last_used": "2023-01-01T00:00:00+00:00"}
    tenant.aws.set_account(tenant.account_id, root=root)
    iam.create_user(UserName="ben")
    iam.create_access_key(UserName="ben")
    tenant.aws.date_user(tenant.account_id, "ben", key_created_at="2020-05-05T00:00:00+00:00")

    assert error_code(iam.get_credential_report) == "ReportNotPresent"
    iam.generate_credential_report()
    answer = iam.get_credential_report()
    rows = {row["user"]: row for row in csv.DictReader(io.StringIO(answer["Content"].decode()))}
    summary = iam.get_account_summary()["SummaryMap"]
    devices = iam.list_virtual_mfa_devices(AssignmentStatus="Assigned")["VirtualMFADevices"]

    assert answer["ReportFormat"] == "text/csv"
    assert rows["<root_account>"]["arn"] == f"arn:aws:iam::{tenant.account_id}:root"
    assert (rows["<root_account>"]["mfa_active"], rows["<root_account>"]["password_enabled"]) == ("true", "true")
    assert rows["<root_account>"]["access_key_1_last_rotated"] == key["created_at"]
    assert rows["<root_account>"]["access_key_2_active"] == "false"
    assert rows["ben"]["access_key_1_last_rotated"] == "2020-05-05T00:00:00+00:00"
    assert (rows["ben"]["password_enabled"], rows["ben"]["password_last_used"]) == ("false", "N/A")
    assert (summary["AccountMFAEnabled"], summary["AccountAccessKeysPresent"], summary["Users"]) == (1, 1, 1)
    assert (summary["AccountPasswordPresent"], summary["AccountSigningCertificatesPresent"]) == (1, 0)
    assert [device["User"]["Arn"] for device in devices] == [f"arn:aws:iam::{tenant.account_id}:root"]


def test_organization_features_depend_on_the_callers_place(tenant: Tenant) -> None:
    iam, organizations = tenant.root("iam"), tenant.root("organizations")

    assert error_code(organizations.describe_organization) == "AWSOrganizationsNotInUseException"
    assert error_code(iam.list_organizations_features) == "OrganizationNotFoundException"
    made = organizations.create_organization(FeatureSet="ALL")["Organization"]
    tenant.aws.set_account(tenant.account_id, organization_features=["RootCredentialsManagement"])

    found = iam.list_organizations_features()
    assert (found["OrganizationId"], found["EnabledFeatures"]) == (made["Id"], ["RootCredentialsManagement"])


def test_service_specific_credentials_of_all_users(tenant: Tenant) -> None:
    credential = {
        "UserName": "ben",
        "Status": "Active",
        "ServiceUserName": "ben-at-1",
        "CreateDate": "2021-01-01T00:00:00+00:00",
        "ServiceSpecificCredentialId": "ACCA123456789EXAMPLE",
        "ServiceName": "codecommit.amazonaws.com",
    }
    tenant.aws.set_account(tenant.account_id, service_credentials=[credential])

    found = tenant.root("iam").list_service_specific_credentials(AllUsers=True)["ServiceSpecificCredentials"]

    assert [(item["UserName"], item["Status"]) for item in found] == [("ben", "Active")]


def test_s3_control_is_reachable(tenant: Tenant) -> None:
    control = tenant.root("s3control")
    blocked = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True}

    assert error_code(control.get_public_access_block, AccountId=tenant.account_id) == (
        "NoSuchPublicAccessBlockConfiguration"
    )
    control.put_public_access_block(
        AccountId=tenant.account_id, PublicAccessBlockConfiguration={**blocked, "RestrictPublicBuckets": False}
    )

    found = control.get_public_access_block(AccountId=tenant.account_id)["PublicAccessBlockConfiguration"]
    assert found == {**blocked, "RestrictPublicBuckets": False}


def test_buckets_are_paged_with_their_regions(tenant: Tenant) -> None:
    names = [f"page-{tenant.account_id}-{number}" for number in range(3)]
    s3 = tenant.root("s3", region="eu-west-1")
    for name in names:
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    pages = list(s3.get_paginator("list_buckets").paginate(PaginationConfig={"PageSize": 2}))
    found = [(item["Name"], item["BucketRegion"]) for page in pages for item in page["Buckets"]]

    assert len(pages) == 2
    assert found == [(name, "eu-west-1") for name in names]
    rules = s3.get_bucket_encryption(Bucket=names[0])["ServerSideEncryptionConfiguration"]["Rules"]
    assert rules[0]["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}


def test_trails_of_every_region_are_listed_and_described_by_arn(tenant: Tenant) -> None:
    bucket = f"trail-{tenant.account_id}"
    tenant.root("s3").create_bucket(Bucket=bucket)
    home, away = tenant.root("cloudtrail", region="eu-west-1"), tenant.root("cloudtrail", region="us-east-2")
    arn = home.create_trail(Name="one", S3BucketName=bucket, EnableLogFileValidation=True)["TrailARN"]
    home.start_logging(Name="one")

    assert [(item["TrailARN"], item["HomeRegion"]) for item in away.list_trails()["Trails"]] == [(arn, "eu-west-1")]
    assert away.describe_trails()["trailList"] == []
    assert away.describe_trails(trailNameList=["one"])["trailList"] == []
    described = away.describe_trails(trailNameList=[arn])["trailList"]
    assert [(item["S3BucketName"], item["LogFileValidationEnabled"]) for item in described] == [(bucket, True)]
    status = home.get_trail_status(Name=arn)
    assert status["IsLogging"] is True
    assert status["LatestDigestDeliveryTime"] < status["LatestDeliveryTime"]


def test_operation_nobody_plays_ends_in_an_error_that_is_not_retried(tenant: Tenant) -> None:
    with pytest.raises(ClientError) as caught:
        tenant.root("wellarchitected").list_lenses()

    assert caught.value.response["Error"]["Code"] == "NotImplemented"
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501


def test_every_handled_operation_exists_in_botocore() -> None:
    session = get_session()
    handled = [name.split(":") for name in handled_operations()]

    assert len(handled) > 20
    for service, operation in handled:
        assert operation in session.get_service_model(service).operation_names
