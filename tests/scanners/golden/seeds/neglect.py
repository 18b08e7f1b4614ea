"""An organization and a log account that nobody looks after."""

from __future__ import annotations

from typing import Any

from devstack.simulated_aws.demo.buckets import create_bucket, policy, trail_delivery
from devstack.simulated_aws.demo.people import add_console_user
from devstack.simulated_aws.running import SimulatedAws
from scanners.engine.scope import Declarations, OwnAccount
from tests.scanners.golden.seeds.story import HOME, LONG_AGO, Golden, ago, arn

ACCOUNT = "181818181818"
LEAKY = "151515151515"
_UNKNOWN_MEMBER = "202020202020"
_WORKLOAD = "333344445555"
_BUCKET = "leaky-trail-logs"


def seed_neglected(aws: SimulatedAws) -> None:
    """One account for everything, its mail read by one person, its only record an event data store."""
    aws.set_account(
        ACCOUNT,
        name="Neglected",
        contact={
            "FullName": "Sam Other",
            "AddressLine1": "Nebenweg 1",
            "City": "Leipzig",
            "PostalCode": "04109",
            "CountryCode": "DE",
            "PhoneNumber": "+49 341 5550200",
            "CompanyName": "Former Owner AG",
        },
    )
    contacts = aws.root("account", ACCOUNT)
    for kind, mailbox in (("BILLING", "sam.other@neglected.example"), ("SECURITY", "sam@gmail.com")):
        contacts.put_alternate_contact(
            AlternateContactType=kind, EmailAddress=mailbox, Name="Sam", PhoneNumber="+49 341 5550200", Title="Boss"
        )
    _seed_organization(aws)
    _seed_lake(aws)
    failed = {"id": "EXPbroken", "arn": arn(ACCOUNT, "fis", "experiment/EXPbroken"), "creationTime": ago(days=9)}
    aws.give_answer(
        ACCOUNT, "fis:ListExperiments", {"experiments": [{**failed, "state": {"status": "failed"}}]}, region=HOME
    )


def _seed_organization(aws: SimulatedAws) -> None:
    organization = {
        "Id": "o-neglectedorg",
        "FeatureSet": "ALL",
        "MasterAccountId": ACCOUNT,
        "MasterAccountEmail": "sam@gmail.com",
    }
    accounts = [
        _account(ACCOUNT, "Everything", "sam@gmail.com"),
        _account(_UNKNOWN_MEMBER, "Whatever", "root@agency.example"),
    ]
    aws.give_answer(ACCOUNT, "organizations:DescribeOrganization", {"Organization": organization})
    aws.give_answer(ACCOUNT, "organizations:ListAccounts", {"Accounts": accounts})
    features: dict[str, Any] = {"OrganizationId": "o-neglectedorg", "EnabledFeatures": []}
    aws.give_answer(ACCOUNT, "iam:ListOrganizationsFeatures", features)


def _account(account_id: str, name: str, mailbox: str) -> dict[str, Any]:
    return {
        "Id": account_id,
        "Email": mailbox,
        "Name": name,
        "Status": "ACTIVE",
        "JoinedMethod": "INVITED",
        "JoinedTimestamp": LONG_AGO,
    }


def _seed_lake(aws: SimulatedAws) -> None:
    whole = arn(ACCOUNT, "cloudtrail", "eventdatastore/0e000004-0000-4000-8000-000000000001")
    listed = {"EventDataStores": [{"EventDataStoreArn": whole, "Name": "everything"}]}
    aws.give_answer(ACCOUNT, "cloudtrail:ListEventDataStores", listed, region=HOME)
    selector = {"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]}
    store = {
        "EventDataStoreArn": whole,
        "Name": "everything",
        "Status": "ENABLED",
        "MultiRegionEnabled": True,
        "TerminationProtectionEnabled": True,
        "RetentionPeriod": 366,
        "AdvancedEventSelectors": [selector],
    }
    aws.give_answer(ACCOUNT, "cloudtrail:GetEventDataStore", store, region=HOME, given={"EventDataStore": whole})


def seed_leaky(aws: SimulatedAws) -> None:
    """A log account with a person in it, whose bucket the workload may empty and the world may read."""
    aws.set_account(LEAKY, name="Leaky")
    s3 = aws.root("s3", LEAKY, region=HOME)
    create_bucket(s3, _BUCKET, region=HOME)
    objects = f"arn:aws:s3:::{_BUCKET}/*"
    workload = {
        "Sid": "Workload",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{_WORKLOAD}:root"},
        "Action": ["s3:PutObject", "s3:DeleteObject"],
        "Resource": objects,
    }
    world = {"Sid": "World", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": objects}
    s3.put_bucket_policy(Bucket=_BUCKET, Policy=policy(*trail_delivery(_BUCKET), workload, world))
    iam = aws.root("iam", LEAKY)
    iam.create_group(GroupName="keepers")
    add_console_user(iam, LEAKY, "keeper", group="keepers", with_mfa=True)
    trails = aws.root("cloudtrail", LEAKY, region=HOME)
    trails.create_trail(
        Name="jammed",
        S3BucketName=_BUCKET,
        IsMultiRegionTrail=True,
        IncludeGlobalServiceEvents=True,
        EnableLogFileValidation=True,
    )
    trails.start_logging(Name="jammed")
    status = {
        "IsLogging": True,
        "StartLoggingTime": LONG_AGO,
        "LatestDeliveryTime": ago(days=6),
        "LatestDeliveryError": "AccessDenied",
        "LatestDigestDeliveryTime": ago(days=6),
        "LatestDigestDeliveryError": "AccessDenied",
    }
    aws.give_answer(LEAKY, "cloudtrail:GetTrailStatus", status)


NEGLECTED = Golden(
    "neglected",
    ACCOUNT,
    seed_neglected,
    Declarations(
        is_production=True,
        company_name="Neglected Ltd",
        company_domains=("neglected.example",),
        own_accounts=(OwnAccount(ACCOUNT, "production", True), OwnAccount(ACCOUNT, "non_production", True)),
    ),
)
LEAKY_ARCHIVE = Golden("leaky", LEAKY, seed_leaky, Declarations(is_log_account=True))
