"""Account 111122223333: a workload's account as they are found, some things right and some wrong."""

from __future__ import annotations

from typing import Any

from devstack.simulated_aws.credentials import DEMO_ACCOUNT as ACCOUNT
from devstack.simulated_aws.demo.buckets import create_bucket, create_good_bucket, policy, trail_delivery
from devstack.simulated_aws.demo.people import add_console_user, add_key_user, anyone_may_assume, created_role
from devstack.simulated_aws.demo.services import seed_open_edge
from devstack.simulated_aws.demo.stores import seed_mixed_stores
from devstack.simulated_aws.demo.times import days_ago
from devstack.simulated_aws.running import SimulatedAws

_HOME = "eu-central-1"
_OTHER_REGION = "us-east-1"
_VENDOR_ACCOUNT = "210987654321"
_READ_BUCKETS = {"Effect": "Allow", "Action": ["s3:ListAllMyBuckets", "s3:GetBucketTagging"], "Resource": "*"}
_EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def seed_workload(aws: SimulatedAws) -> None:
    """Everything the first six services of a scan look at."""
    _seed_account(aws)
    iam = aws.root("iam", ACCOUNT)
    _seed_users(aws, iam)
    _seed_roles(iam)
    _seed_buckets(aws)
    _seed_trail(aws)
    seed_mixed_stores(aws, ACCOUNT, region=_HOME)
    seed_open_edge(aws, ACCOUNT, region=_HOME)
    aws.date_disks(ACCOUNT, region=_HOME, created_at="2023-06-01T08:00:00+00:00")


def _seed_account(aws: SimulatedAws) -> None:
    aws.set_account(
        ACCOUNT,
        name="Orchard Analytics production",
        support_plan="basic",
        contact={
            "FullName": "Orchard Analytics GmbH",
            "AddressLine1": "Beispielweg 12",
            "City": "Leipzig",
            "PostalCode": "04109",
            "CountryCode": "DE",
            "PhoneNumber": "+49 341 5550100",
            "CompanyName": "Orchard Analytics GmbH",
            "WebsiteUrl": "https://orchard-analytics.example",
        },
        root={
            "mfa_enabled": True,
            "virtual_mfa": True,
            "password_last_used": days_ago(287),
            "keys": [{"created_at": "2021-03-05T10:02:41+00:00", "last_used_at": "2024-08-19T16:20:00+00:00"}],
        },
    )
    contacts = aws.root("account", ACCOUNT)
    for kind, name in (("BILLING", "Accounts Payable"), ("OPERATIONS", "Platform Operations")):
        contacts.put_alternate_contact(
            AlternateContactType=kind,
            EmailAddress=f"{kind.lower()}@orchard-analytics.example",
            Name=name,
            PhoneNumber="+49 341 5550101",
            Title="Team",
        )


def _seed_users(aws: SimulatedAws, iam: Any) -> None:
    iam.update_account_password_policy(
        MinimumPasswordLength=8,
        RequireSymbols=False,
        RequireNumbers=True,
        RequireUppercaseCharacters=True,
        RequireLowercaseCharacters=True,
        AllowUsersToChangePassword=True,
    )
    iam.create_group(GroupName="engineers")
    iam.put_group_policy(GroupName="engineers", PolicyName="read-buckets", PolicyDocument=policy(_READ_BUCKETS))
    add_console_user(iam, ACCOUNT, "maria", group="engineers", with_mfa=True)
    add_console_user(iam, ACCOUNT, "tom", group="engineers", with_mfa=False)
    iam.attach_user_policy(UserName="tom", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    add_key_user(iam, "report-exporter")
    add_key_user(iam, "deploy-bot")
    aws.date_user(
        ACCOUNT, "report-exporter", created_at="2023-05-02T08:00:00+00:00", key_created_at="2023-05-02T08:01:00+00:00"
    )
    for user in ("maria", "tom"):
        aws.date_user(ACCOUNT, user, created_at="2024-01-15T09:00:00+00:00", password_last_used_at=days_ago(6))


def _seed_roles(iam: Any) -> None:
    vendor_account = {"AWS": f"arn:aws:iam::{_VENDOR_ACCOUNT}:root"}
    vendor = {"Effect": "Allow", "Principal": vendor_account, "Action": "sts:AssumeRole"}
    guarded = {**vendor, "Condition": {"StringEquals": {"sts:ExternalId": "5d0b7c3e-2f1a-4c6d-9e88-0a1b2c3d4e5f"}}}
    compute = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
    created_role(iam, "MonitoringVendorAccess", trust=vendor, allows=_READ_BUCKETS)
    created_role(iam, "BillingVendorAccess", trust=guarded, allows=_READ_BUCKETS)
    created_role(iam, "BuildServer", trust=compute, allows=_EVERYTHING)
    created_role(iam, "LegacyImport", trust=anyone_may_assume(), allows=_READ_BUCKETS)
    iam.create_instance_profile(InstanceProfileName="BuildServer")
    iam.add_role_to_instance_profile(InstanceProfileName="BuildServer", RoleName="BuildServer")


def _seed_buckets(aws: SimulatedAws) -> None:
    home = aws.root("s3", ACCOUNT, region=_HOME)
    create_good_bucket(home, "orchard-customer-data", region=_HOME)
    create_good_bucket(home, "orchard-invoices", region=_HOME)
    create_bucket(home, "orchard-public-site", region=_HOME)
    anyone_reads = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::orchard-public-site/*",
    }
    home.put_bucket_policy(Bucket="orchard-public-site", Policy=policy(anyone_reads))
    create_bucket(home, "orchard-trail-logs", region=_HOME)
    home.put_bucket_policy(Bucket="orchard-trail-logs", Policy=policy(*trail_delivery("orchard-trail-logs")))
    other = aws.root("s3", ACCOUNT, region=_OTHER_REGION)
    create_bucket(other, "orchard-downloads", region=_OTHER_REGION)
    other.put_bucket_ownership_controls(
        Bucket="orchard-downloads", OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]}
    )
    other.put_bucket_acl(Bucket="orchard-downloads", ACL="public-read")
    create_good_bucket(other, "orchard-exports-us", region=_OTHER_REGION)


def _seed_trail(aws: SimulatedAws) -> None:
    """One region, no validation, logs in the account they are about."""
    trails = aws.root("cloudtrail", ACCOUNT, region=_HOME)
    trails.create_trail(
        Name="orchard-trail",
        S3BucketName="orchard-trail-logs",
        IsMultiRegionTrail=False,
        IncludeGlobalServiceEvents=True,
        EnableLogFileValidation=False,
    )
    trails.start_logging(Name="orchard-trail")
    aws.date_trail(ACCOUNT, "orchard-trail", started_at="2023-06-01T08:00:00+00:00")
