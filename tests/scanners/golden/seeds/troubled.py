"""An account in which the identities are wrong in the ways the account `people` is right."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from devstack.simulated_aws.demo.buckets import create_bucket, policy
from devstack.simulated_aws.demo.people import add_console_user, add_key_user, created_role, github_trust
from devstack.simulated_aws.running import SimulatedAws
from scanners.engine.scope import Declarations
from tests.scanners.golden.seeds.story import HOME, LONG_AGO, Golden, ago

ACCOUNT = "565656565656"
_DROP_BOX = "troubled-drop-box"


def seed(aws: SimulatedAws) -> None:
    """Root in daily use, mighty users with keys, an escalation path, a bucket anybody writes to, a stopped trail."""
    credential = {
        "UserName": "deploy",
        "ServiceSpecificCredentialId": "ACCAEXAMPLE",
        "ServiceUserName": f"deploy-at-{ACCOUNT}",
        "ServiceName": "codecommit.amazonaws.com",
        "Status": "Active",
        "CreateDate": LONG_AGO,
    }
    aws.set_account(
        ACCOUNT,
        name="Troubled",
        has_identity_center=True,
        root={
            "mfa_enabled": False,
            "signing_certificate": True,
            "password_last_used": ago(days=5).isoformat(timespec="seconds"),
            "keys": [{"created_at": LONG_AGO, "last_used_at": ago(days=24).isoformat(timespec="seconds")}],
        },
        service_credentials=[credential],
    )
    iam = aws.root("iam", ACCOUNT)
    _seed_users(aws, iam)
    _seed_roles(aws, iam)
    s3 = aws.root("s3", ACCOUNT, region=HOME)
    create_bucket(s3, _DROP_BOX, region=HOME)
    anybody = {"Effect": "Allow", "Principal": "*", "Action": ["s3:PutObject", "s3:GetObject"]}
    s3.put_bucket_policy(Bucket=_DROP_BOX, Policy=policy({**anybody, "Resource": f"arn:aws:s3:::{_DROP_BOX}/*"}))
    trails = aws.root("cloudtrail", ACCOUNT, region=HOME)
    trails.create_trail(Name="stopped", S3BucketName=_DROP_BOX, IsMultiRegionTrail=True)


def _seed_users(aws: SimulatedAws, iam: Any) -> None:
    iam.update_account_password_policy(MinimumPasswordLength=6, MaxPasswordAge=90, HardExpiry=True)
    iam.create_group(GroupName="staff")
    add_console_user(iam, ACCOUNT, "gone-for-years", group="staff", with_mfa=True)
    aws.date_user(ACCOUNT, "gone-for-years", created_at=LONG_AGO, password_last_used_at=LONG_AGO)
    add_console_user(iam, ACCOUNT, "ops-shared", group="staff", with_mfa=False)
    iam.create_access_key(UserName="ops-shared")
    yesterday = ago(days=1).isoformat()
    aws.date_user(
        ACCOUNT,
        "ops-shared",
        created_at=LONG_AGO,
        key_created_at=LONG_AGO,
        key_last_used_at=yesterday,
        password_last_used_at=yesterday,
    )
    add_key_user(iam, "deploy")
    iam.attach_user_policy(UserName="deploy", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    iam.upload_signing_certificate(UserName="deploy", CertificateBody=_certificate())
    aws.date_user(ACCOUNT, "deploy", created_at=LONG_AGO, key_created_at=LONG_AGO)
    add_key_user(iam, "datadog-integration")
    climb = {"Effect": "Allow", "Action": ["iam:PassRole", "ec2:RunInstances"], "Resource": "*"}
    iam.put_user_policy(UserName="datadog-integration", PolicyName="climb", PolicyDocument=policy(climb))


def _seed_roles(aws: SimulatedAws, iam: Any) -> None:
    service = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    whole = {"Effect": "Allow", "Action": ["s3:*", "dynamodb:*"], "Resource": "*"}
    created_role(iam, "Worker", trust=service, allows=whole)
    iam.create_policy(PolicyName="wide", PolicyDocument=policy(whole))
    iam.attach_role_policy(RoleName="Worker", PolicyArn=f"arn:aws:iam::{ACCOUNT}:policy/wide")
    anywhere = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}
    created_role(iam, "Reach", trust=service, allows=anywhere)
    log = {"Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": "*"}
    created_role(iam, "OldBatch", trust=service, allows=log)
    aws.date_role(ACCOUNT, "OldBatch", created_at=LONG_AGO)
    _seed_trusting_roles(iam, log)


def _seed_trusting_roles(iam: Any, log: dict[str, Any]) -> None:
    """A vendor with rights over everything's data, a service for anybody, and builds of anybody's repository."""
    vendor = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::666677778888:root"}, "Action": "sts:AssumeRole"}
    with_id = {"StringEquals": {"sts:ExternalId": "0f7c5a52-9d6a-4f0c-8b6e-5b1f6c1f7c11"}}
    created_role(iam, "Observer", trust={**vendor, "Condition": with_id}, allows=log)
    iam.attach_role_policy(RoleName="Observer", PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    flow = {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}
    created_role(iam, "OrderFlow", trust=flow, allows=log)
    created_role(iam, "Release", trust=github_trust(ACCOUNT, "environment:prod"), allows=log)


def _certificate() -> str:
    """A certificate of its own signature, which is all that IAM looks at."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "deploy")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    dated = builder.not_valid_before(ago(days=1)).not_valid_after(ago(days=-1) + timedelta(days=300))
    return dated.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


TROUBLED = Golden(
    "troubled",
    ACCOUNT,
    seed,
    Declarations(
        identity_audit_at=ago(days=10),
        is_federation_mfa_enforced=False,
        reaches_customer_accounts=True,
        has_third_parties=False,
        has_static_credentials=False,
        human_access=("federation",),
    ),
)
