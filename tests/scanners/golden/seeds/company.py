"""An organization run well: its management account with the trail of all accounts, and its log archive as a member."""

from __future__ import annotations

from typing import Any

from devstack.simulated_aws.credentials import HARDENED_ACCOUNT, LOG_ARCHIVE_ACCOUNT
from devstack.simulated_aws.running import SimulatedAws
from scanners.engine.scope import Declarations, DeclaredStore, OwnAccount
from tests.scanners.golden.seeds.story import HOME, LONG_AGO, OTHER, Golden, ago, arn

PAYER = "161616161616"
SANDBOX = "888899990000"
_FORMER = "999988887777"
LOG_BUCKET = "orchard-org-trail-logs"
_DOMAIN = "orchard-analytics.example"
_TRAIL = arn(PAYER, "cloudtrail", "trail/all-accounts")
_KEY = arn(PAYER, "kms", "key/0e000003-0000-4000-8000-000000000001")
_ORGANIZATION = {
    "Id": "o-exampleorgid",
    "FeatureSet": "ALL",
    "MasterAccountId": PAYER,
    "MasterAccountEmail": f"aws-root@{_DOMAIN}",
}


def seed_payer(aws: SimulatedAws) -> None:
    """The management account."""
    aws.set_account(
        PAYER,
        name="Orchard management",
        support_plan="enterprise",
        contact={
            "FullName": "Orchard Analytics GmbH",
            "AddressLine1": "Beispielweg 12",
            "City": "Leipzig",
            "PostalCode": "04109",
            "CountryCode": "DE",
            "PhoneNumber": "+49 341 5550100",
            "CompanyName": "Orchard Analytics GmbH",
        },
    )
    contacts = aws.root("account", PAYER)
    for number, kind in enumerate(("BILLING", "OPERATIONS", "SECURITY"), start=1):
        contacts.put_alternate_contact(
            AlternateContactType=kind,
            EmailAddress=f"aws-{kind.lower()}@{_DOMAIN}",
            Name=f"{kind.title()} desk",
            PhoneNumber=f"+49 341 555011{number}",
            Title="Team",
        )
    _seed_organization(aws)
    _seed_trail(aws)


def _seed_organization(aws: SimulatedAws) -> None:
    """moto makes up account ids; here they have to be those of other accounts."""
    accounts = [
        _account(PAYER, "Management", "aws-root"),
        _account(LOG_ARCHIVE_ACCOUNT, "Log archive", "aws-logs"),
        _account(SANDBOX, "Sandbox", "jane.doe"),
        {**_account(_FORMER, "Former product", "old"), "Email": "old@gmail.com", "Status": "SUSPENDED"},
    ]
    aws.give_answer(PAYER, "organizations:DescribeOrganization", {"Organization": _ORGANIZATION})
    aws.give_answer(PAYER, "organizations:ListAccounts", {"Accounts": accounts})
    features = {"OrganizationId": "o-exampleorgid", "EnabledFeatures": ["RootCredentialsManagement", "RootSessions"]}
    aws.give_answer(PAYER, "iam:ListOrganizationsFeatures", features)


def _account(account_id: str, name: str, mailbox: str) -> dict[str, Any]:
    return {
        "Id": account_id,
        "Arn": f"arn:aws:organizations::{PAYER}:account/o-exampleorgid/{account_id}",
        "Email": f"{mailbox}@{_DOMAIN}",
        "Name": name,
        "Status": "ACTIVE",
        "JoinedMethod": "CREATED",
        "JoinedTimestamp": LONG_AGO,
    }


def _seed_trail(aws: SimulatedAws) -> None:
    trails = aws.root("cloudtrail", PAYER, region=HOME)
    trails.create_trail(
        Name="all-accounts",
        S3BucketName=LOG_BUCKET,
        IsMultiRegionTrail=True,
        IncludeGlobalServiceEvents=True,
        EnableLogFileValidation=True,
        IsOrganizationTrail=True,
        KmsKeyId=_KEY,
    )
    trails.start_logging(Name="all-accounts")
    aws.date_trail(PAYER, "all-accounts", started_at=LONG_AGO)


def seed_archive(aws: SimulatedAws) -> None:
    """The demo's log archive, as a plain member: it sees the organization and its trail, but not the other accounts."""
    account = LOG_ARCHIVE_ACCOUNT
    aws.give_answer(account, "organizations:DescribeOrganization", {"Organization": _ORGANIZATION})
    for call, code, message in (
        ("organizations:ListAccounts", "AccessDeniedException", "You don't have permissions to access this resource."),
        (
            "iam:ListOrganizationsFeatures",
            "AccountNotManagementOrDelegatedAdministratorException",
            "Only the management account or a delegated administrator may call this operation.",
        ),
    ):
        aws.add_fault(kind="error", call=call, account_id=account, code=code, message=message, status=400)
    trail = {
        "Name": "all-accounts",
        "S3BucketName": LOG_BUCKET,
        "IncludeGlobalServiceEvents": True,
        "IsMultiRegionTrail": True,
        "HomeRegion": HOME,
        "TrailARN": _TRAIL,
        "LogFileValidationEnabled": True,
        "KmsKeyId": _KEY,
        "HasCustomEventSelectors": False,
        "IsOrganizationTrail": True,
    }
    listed = {"TrailARN": _TRAIL, "Name": "all-accounts", "HomeRegion": HOME}
    aws.give_answer(account, "cloudtrail:ListTrails", {"Trails": [listed]}, region=OTHER)
    aws.give_answer(account, "cloudtrail:DescribeTrails", {"trailList": [trail]})
    status = {
        "IsLogging": True,
        "StartLoggingTime": LONG_AGO,
        "LatestDeliveryTime": ago(minutes=5),
        "LatestDigestDeliveryTime": ago(minutes=40),
    }
    aws.give_answer(account, "cloudtrail:GetTrailStatus", status)


PAYER_ACCOUNT = Golden(
    "payer",
    PAYER,
    seed_payer,
    Declarations(
        is_production=True,
        company_name="Orchard Analytics",
        company_domains=(_DOMAIN,),
        is_contact_phone_attested=True,
        own_accounts=(
            OwnAccount(PAYER, "production", True),
            OwnAccount(LOG_ARCHIVE_ACCOUNT, "production", True),
            OwnAccount(SANDBOX, "non_production", False),
        ),
    ),
)
ARCHIVE = Golden(
    "archive",
    LOG_ARCHIVE_ACCOUNT,
    seed_archive,
    Declarations(
        is_log_account=True,
        own_accounts=(OwnAccount(HARDENED_ACCOUNT, "production", True),),
        has_management_contacts=True,
        stores=(DeclaredStore(f"arn:aws:s3:::{LOG_BUCKET}", role="log", is_sensitive=True),),
    ),
)
