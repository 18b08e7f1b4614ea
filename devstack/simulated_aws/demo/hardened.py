"""Account 444455556666, in which everything is right, and 777788889999, where its logs go."""

from __future__ import annotations

from typing import Any

from devstack.simulated_aws.credentials import HARDENED_ACCOUNT as ACCOUNT
from devstack.simulated_aws.credentials import LOG_ARCHIVE_ACCOUNT
from devstack.simulated_aws.demo.buckets import block_account, create_good_bucket, policy, tls_only, trail_delivery
from devstack.simulated_aws.demo.people import add_console_user, created_role
from devstack.simulated_aws.demo.services import seed_watch
from devstack.simulated_aws.demo.stores import seed_good_stores
from devstack.simulated_aws.running import SimulatedAws
from devstack.simulated_aws.state.accounts import DEFAULT_REGIONS

_HOME = "eu-central-1"
_LOG_BUCKET = "orchard-org-trail-logs"
# The hardened account's own trail, and the one of the organization whose accounts only tests open.
_TRAILS = (
    f"arn:aws:cloudtrail:{_HOME}:{ACCOUNT}:trail/orchard-payments-trail",
    f"arn:aws:cloudtrail:{_HOME}:161616161616:trail/all-accounts",
)
_KINDS = ("BILLING", "OPERATIONS", "SECURITY")


def seed_log_archive(aws: SimulatedAws) -> None:
    """The bucket of another account that receives the trail."""
    aws.set_account(LOG_ARCHIVE_ACCOUNT, name="Orchard log archive", support_plan="business")
    block_account(aws, LOG_ARCHIVE_ACCOUNT)
    s3 = aws.root("s3", LOG_ARCHIVE_ACCOUNT, region=_HOME)
    create_good_bucket(s3, _LOG_BUCKET, region=_HOME)
    written = trail_delivery(_LOG_BUCKET, trails=_TRAILS)
    s3.put_bucket_policy(Bucket=_LOG_BUCKET, Policy=policy(*written, tls_only(_LOG_BUCKET)))


def seed_hardened(aws: SimulatedAws) -> None:
    """Every setting the first six services of a scan look at, as AWS recommends it."""
    _seed_account(aws)
    block_account(aws, ACCOUNT)
    _seed_people(aws.root("iam", ACCOUNT))
    s3 = aws.root("s3", ACCOUNT, region=_HOME)
    create_good_bucket(s3, "orchard-payments-data", region=_HOME)
    trails = aws.root("cloudtrail", ACCOUNT, region=_HOME)
    trails.create_trail(
        Name="orchard-payments-trail",
        S3BucketName=_LOG_BUCKET,
        IsMultiRegionTrail=True,
        IncludeGlobalServiceEvents=True,
        EnableLogFileValidation=True,
    )
    trails.start_logging(Name="orchard-payments-trail")
    aws.date_trail(ACCOUNT, "orchard-payments-trail", started_at="2025-01-08T08:00:00+00:00")
    seed_good_stores(aws, ACCOUNT, region=_HOME)
    seed_watch(aws, ACCOUNT, region=_HOME, regions=DEFAULT_REGIONS)


def _seed_account(aws: SimulatedAws) -> None:
    aws.set_account(
        ACCOUNT,
        name="Orchard payments production",
        support_plan="business",
        analyzed_regions=list(DEFAULT_REGIONS),
        has_identity_center=True,
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
        root={"mfa_enabled": True, "virtual_mfa": False, "password_last_used": "no_information", "keys": []},
    )
    contacts = aws.root("account", ACCOUNT)
    for kind in _KINDS:
        contacts.put_alternate_contact(
            AlternateContactType=kind,
            EmailAddress=f"aws-{kind.lower()}@orchard-analytics.example",
            Name=f"{kind.title()} desk",
            PhoneNumber="+49 341 5550102",
            Title="Team",
        )


def _seed_people(iam: Any) -> None:
    iam.update_account_password_policy(
        MinimumPasswordLength=16,
        RequireSymbols=True,
        RequireNumbers=True,
        RequireUppercaseCharacters=True,
        RequireLowercaseCharacters=True,
        AllowUsersToChangePassword=True,
        PasswordReusePrevention=24,
    )
    read_trail = {"Effect": "Allow", "Action": ["cloudtrail:LookupEvents"], "Resource": "*"}
    iam.create_group(GroupName="auditors")
    iam.put_group_policy(GroupName="auditors", PolicyName="read-trail", PolicyDocument=policy(read_trail))
    add_console_user(iam, ACCOUNT, "ines", group="auditors", with_mfa=True)
    service = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    write_logs = {
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": f"arn:aws:logs:{_HOME}:{ACCOUNT}:log-group:/aws/lambda/settle:*",
    }
    created_role(iam, "SettlePayments", trust=service, allows=write_logs)
