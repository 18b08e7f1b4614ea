"""Identities as they should be: Identity Center, young keys, a person's key that demands MFA, roles of fixed names."""

from __future__ import annotations

from typing import Any

from devstack.simulated_aws.demo.buckets import policy
from devstack.simulated_aws.demo.people import add_console_user, add_key_user, created_role, github_trust
from devstack.simulated_aws.running import SimulatedAws
from scanners.engine.scope import Declarations
from tests.scanners.golden.seeds.story import HOME, LONG_AGO, Golden, ago

ACCOUNT = "191919191919"
_SSO_PATH = "/aws-reserved/sso.amazonaws.com/eu-central-1/"
_SSO_ROLE = "AWSReservedSSO_Administrators_0123456789abcdef"


def seed(aws: SimulatedAws) -> None:
    """Nobody is an administrator but who comes through Identity Center."""
    credential = {
        "UserName": "exporter",
        "ServiceSpecificCredentialId": "ACCAEXAMPLE1",
        "ServiceUserName": f"exporter-at-{ACCOUNT}",
        "ServiceName": "codecommit.amazonaws.com",
        "Status": "Active",
        "CreateDate": ago(days=10).isoformat(),
    }
    aws.set_account(
        ACCOUNT, name="People", has_identity_center=True, unused_access_regions=[HOME], service_credentials=[credential]
    )
    iam = aws.root("iam", ACCOUNT)
    _seed_users(aws, iam)
    _seed_roles(aws, iam)


def _seed_users(aws: SimulatedAws, iam: Any) -> None:
    iam.update_account_password_policy(
        MinimumPasswordLength=20,
        RequireSymbols=True,
        RequireNumbers=True,
        RequireUppercaseCharacters=True,
        RequireLowercaseCharacters=True,
        PasswordReusePrevention=24,
    )
    iam.create_group(GroupName="readers")
    reads = {"Effect": "Allow", "Action": ["cloudwatch:GetMetricData"], "Resource": "*"}
    without_mfa = {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
    sealed = {"Effect": "Deny", "NotAction": ["iam:GetUser", "sts:GetSessionToken"], "Resource": "*"}
    iam.put_group_policy(GroupName="readers", PolicyName="read", PolicyDocument=policy(reads))
    iam.put_group_policy(
        GroupName="readers", PolicyName="mfa-or-nothing", PolicyDocument=policy({**sealed, "Condition": without_mfa})
    )
    add_console_user(iam, ACCOUNT, "grace", group="readers", with_mfa=True)
    iam.create_access_key(UserName="grace")
    add_key_user(iam, "exporter")
    created, week = ago(days=20).isoformat(), ago(days=12).isoformat()
    aws.date_user(
        ACCOUNT,
        "grace",
        created_at=LONG_AGO,
        key_created_at=created,
        key_last_used_at=week,
        password_last_used_at=ago(days=2).isoformat(),
    )
    aws.date_user(
        ACCOUNT, "exporter", created_at=LONG_AGO, key_created_at=created, key_last_used_at=ago(days=1).isoformat()
    )


def _seed_roles(aws: SimulatedAws, iam: Any) -> None:
    provider = f"arn:aws:iam::{ACCOUNT}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE"
    people = {"Effect": "Allow", "Principal": {"Federated": provider}, "Action": "sts:AssumeRoleWithSAML"}
    audience = {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}
    iam.create_role(
        Path=_SSO_PATH, RoleName=_SSO_ROLE, AssumeRolePolicyDocument=policy({**people, "Condition": audience})
    )
    iam.attach_role_policy(RoleName=_SSO_ROLE, PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    service = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    reach = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::*:role/AcmeReader"}
    created_role(iam, "CustomerReader", trust=service, allows=reach)
    own = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    flow = {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}
    log = {"Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": "*"}
    created_role(iam, "OrderFlow", trust={**flow, "Condition": own}, allows=log)
    created_role(iam, "Release", trust=github_trust(ACCOUNT, "repo:acme/shop:*"), allows=log)
    for role, days in ((_SSO_ROLE, 3), ("CustomerReader", 1), ("OrderFlow", 1), ("Release", 1)):
        aws.date_role(ACCOUNT, role, created_at=LONG_AGO, last_used_at=ago(days=days).isoformat())


PEOPLE = Golden(
    "people",
    ACCOUNT,
    seed,
    Declarations(
        person_user_names=("grace",),
        identity_audit_at=ago(days=30),
        is_federation_mfa_enforced=True,
        reaches_customer_accounts=True,
        has_static_credentials=True,
        human_access=("iam_users", "identity_center"),
    ),
)
