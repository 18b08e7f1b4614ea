"""Users and roles of the demo accounts."""

from __future__ import annotations

from typing import Any

from devstack.simulated_aws.demo.buckets import policy


def add_console_user(iam: Any, account_id: str, name: str, *, group: str, with_mfa: bool) -> None:
    """A person who signs in with a password."""
    iam.create_user(UserName=name)
    iam.create_login_profile(UserName=name, Password=f"{name}-Demo-password-1")
    iam.add_user_to_group(GroupName=group, UserName=name)
    if with_mfa:
        iam.create_virtual_mfa_device(VirtualMFADeviceName=name)
        serial = f"arn:aws:iam::{account_id}:mfa/{name}"
        iam.enable_mfa_device(
            UserName=name, SerialNumber=serial, AuthenticationCode1="123456", AuthenticationCode2="654321"
        )


def add_key_user(iam: Any, name: str) -> None:
    """A program with an access key and nothing else."""
    iam.create_user(UserName=name)
    iam.create_access_key(UserName=name)


def anyone_may_assume() -> dict[str, Any]:
    """The trust nobody should give."""
    return {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}


def github_trust(account_id: str, subject: str) -> dict[str, Any]:
    """A trust statement for build jobs of GitHub whose subject matches the pattern."""
    issuer = "token.actions.githubusercontent.com"
    return {
        "Effect": "Allow",
        "Principal": {"Federated": f"arn:aws:iam::{account_id}:oidc-provider/{issuer}"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {f"{issuer}:aud": "sts.amazonaws.com"}, "StringLike": {f"{issuer}:sub": subject}},
    }


def created_role(iam: Any, name: str, *, trust: dict[str, Any], allows: dict[str, Any]) -> None:
    """A role with one trust statement and one inline policy."""
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy(trust))
    iam.put_role_policy(RoleName=name, PolicyName="inline", PolicyDocument=policy(allows))
