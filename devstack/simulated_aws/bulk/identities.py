"""Users, groups, roles and policies: most of them fine, every few of them wrong in one way or another."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from devstack.simulated_aws import moto_state
from devstack.simulated_aws.bulk.amounts import Amounts

_BEGINNING = datetime(2024, 1, 1, tzinfo=UTC)
_VENDORS = ("210987654321", "310987654321", "410987654321")
_ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
_SERVICES = ("ec2", "lambda", "ecs-tasks", "glue", "states", "events", "codebuild")


def add_groups(account_id: str, amounts: Amounts) -> None:
    """Teams, each with an inline policy."""
    iam = moto_state.iam(account_id)
    for number in range(amounts.groups):
        iam.create_group(f"team-{number:03}")
        iam.put_group_policy(f"team-{number:03}", "work", _text(*_work(account_id, number)))


def add_policies(account_id: str, amounts: Amounts) -> None:
    """Customer managed policies; every fiftieth allows everything."""
    iam = moto_state.iam(account_id)
    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    for number in range(amounts.policies):
        statements = (everything,) if number % 50 == 49 else _work(account_id, number)
        iam.create_policy("", "/", _text(*statements), _policy_name(number), [])
    moto_state.provide_aws_policy(account_id, _ADMINISTRATOR)


def add_users(account_id: str, amounts: Amounts) -> None:
    """Two of three sign in with a password, one of three has an access key."""
    iam = moto_state.iam(account_id)
    for number in range(amounts.users):
        name = f"person-{number:05}"
        user = iam.create_user("us-east-1", name)
        user.create_date = _BEGINNING + timedelta(hours=number)
        iam.add_user_to_group(f"team-{number % amounts.groups:03}", name)
        if number % 3:
            user.password = "set"
            user.password_last_used = _BEGINNING + timedelta(days=700 - number % 200)
        else:
            key = iam.create_access_key(name)
            key.create_date = _BEGINNING + timedelta(days=number % 600)
        if number % 10:
            device = iam.create_virtual_mfa_device(name, "/")
            iam.enable_mfa_device(name, device.serial_number, "123456", "654321")
        if number % 25 == 24:
            iam.put_user_policy(name, "own", _text(*_work(account_id, number)))


def add_roles(account_id: str, amounts: Amounts) -> None:
    """For services, for vendors with and without an external ID, for people of a sister account."""
    iam = moto_state.iam(account_id)
    policies = list(iam.managed_policies.values())
    own = [policy for policy in policies if policy.arn != _ADMINISTRATOR]
    administrator = next(policy for policy in policies if policy.arn == _ADMINISTRATOR)
    for number in range(amounts.roles):
        role = iam.create_role(_role_name(number), _text(_trust(number)), "/", None, "", [], "3600")
        role.create_date = _BEGINNING + timedelta(hours=number)
        role.last_used = _BEGINNING + timedelta(days=900) if number % 4 else None
        role.put_policy("inline", _text(*_work(account_id, number)))
        for step in range(2):
            own[(number * 2 + step) % len(own)].attach_to(role)
        if number % 60 == 59:
            administrator.attach_to(role)


def role_arn(account_id: str, number: int) -> str:
    """The ARN of the role of this number."""
    return f"arn:aws:iam::{account_id}:role/{_role_name(number)}"


def _role_name(number: int) -> str:
    return f"service-role-{number:05}"


def _policy_name(number: int) -> str:
    return f"policy-{number:04}"


def _trust(number: int) -> dict[str, Any]:
    if number % 10 == 9:
        vendor = {"AWS": f"arn:aws:iam::{_VENDORS[number % 3]}:root"}
        guarded = {"Condition": {"StringEquals": {"sts:ExternalId": f"7e57-{number}"}}} if number % 20 == 9 else {}
        return {"Effect": "Allow", "Principal": vendor, "Action": "sts:AssumeRole", **guarded}
    service = f"{_SERVICES[number % len(_SERVICES)]}.amazonaws.com"
    return {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}


def _work(account_id: str, number: int) -> tuple[dict[str, Any], ...]:
    """Statements as applications have them: some services, resources by name."""
    bucket = f"arn:aws:s3:::data-{number:05}"
    region = "eu-central-1"
    return (
        _allow(["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"], f"{bucket}/*"),
        _allow(["s3:ListBucket", "s3:GetBucketLocation"], bucket),
        _allow(
            ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem", "dynamodb:BatchGetItem"],
            f"arn:aws:dynamodb:{region}:{account_id}:table/table-{number:05}",
        ),
        _allow(
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            f"arn:aws:logs:{region}:{account_id}:log-group:/app/{number}:*",
        ),
        _allow(["sqs:SendMessage", "sqs:ReceiveMessage"], f"arn:aws:sqs:{region}:{account_id}:queue-{number}"),
        _allow(["ec2:Describe*", "cloudwatch:PutMetricData"], "*"),
    )


def _allow(actions: list[str], resource: str) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": resource}


def _text(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
