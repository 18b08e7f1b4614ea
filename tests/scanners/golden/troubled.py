"""An account in which the identities are wrong in the ways the demo accounts are right."""

from __future__ import annotations

from typing import Any

from ftrportal.devstack.aws.demo.buckets import create_bucket, policy
from ftrportal.devstack.aws.demo.people import add_console_user, add_key_user, created_role
from ftrportal.devstack.aws.running import SimulatedAws

ACCOUNT = "565656565656"
_HOME = "eu-central-1"
_LONG_AGO = "2023-01-10T08:00:00+00:00"


def seed_troubled(aws: SimulatedAws) -> None:
    """Root in daily use, mighty users with keys, an escalation path, a bucket anybody writes to, a broken trail."""
    aws.set_account(
        ACCOUNT,
        name="Troubled",
        root={
            "mfa_enabled": False,
            "signing_certificate": True,
            "password_last_used": "2026-11-20T09:00:00+00:00",
            "keys": [{"created_at": _LONG_AGO, "last_used_at": "2026-11-01T00:00:00+00:00"}],
        },
        service_credentials=[
            {
                "UserName": "deploy",
                "ServiceSpecificCredentialId": "ACCAEXAMPLE",
                "ServiceUserName": "deploy-at-565656565656",
                "ServiceName": "codecommit.amazonaws.com",
                "Status": "Active",
                "CreateDate": _LONG_AGO,
            }
        ],
    )
    iam = aws.root("iam", ACCOUNT)
    _seed_users(aws, iam)
    _seed_roles(iam)
    s3 = aws.root("s3", ACCOUNT, region=_HOME)
    create_bucket(s3, "troubled-drop-box", region=_HOME)
    anybody = {"Effect": "Allow", "Principal": "*", "Action": ["s3:PutObject", "s3:GetObject"]}
    s3.put_bucket_policy(
        Bucket="troubled-drop-box", Policy=policy({**anybody, "Resource": "arn:aws:s3:::troubled-drop-box/*"})
    )
    trails = aws.root("cloudtrail", ACCOUNT, region=_HOME)
    trails.create_trail(Name="stopped", S3BucketName="troubled-drop-box", IsMultiRegionTrail=True)


def _seed_users(aws: SimulatedAws, iam: Any) -> None:
    iam.update_account_password_policy(MinimumPasswordLength=6, MaxPasswordAge=90)
    iam.create_group(GroupName="staff")
    add_console_user(iam, ACCOUNT, "gone-for-years", group="staff", with_mfa=True)
    aws.date_user(ACCOUNT, "gone-for-years", created_at=_LONG_AGO, password_last_used_at=_LONG_AGO)
    add_key_user(iam, "deploy")
    iam.attach_user_policy(UserName="deploy", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    aws.date_user(ACCOUNT, "deploy", created_at=_LONG_AGO, key_created_at=_LONG_AGO)
    add_key_user(iam, "datadog-integration")
    climb = {"Effect": "Allow", "Action": ["iam:PassRole", "ec2:RunInstances"], "Resource": "*"}
    iam.put_user_policy(UserName="datadog-integration", PolicyName="climb", PolicyDocument=policy(climb))


def _seed_roles(iam: Any) -> None:
    service = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    whole = {"Effect": "Allow", "Action": ["s3:*", "dynamodb:*"], "Resource": "*"}
    created_role(iam, "Worker", trust=service, allows=whole)
    iam.create_policy(PolicyName="wide", PolicyDocument=policy(whole))
    iam.attach_role_policy(RoleName="Worker", PolicyArn=f"arn:aws:iam::{ACCOUNT}:policy/wide")
