"""Secrets in their store, in plain parameters and in functions' settings, and directories of end users."""

from __future__ import annotations

import json
from typing import Any

from devstack.simulated_aws.running import SimulatedAws
from tests.scanners.golden.seeds.story import HOME, OTHER, Golden, ago, arn

ACCOUNT = "252525252525"


def seed(aws: SimulatedAws) -> None:
    """Parameters are moto's; secrets have histories, so their list is given."""
    aws.set_account(ACCOUNT, name="Secrets")
    rotating = {"RotationEnabled": True, "LastRotatedDate": ago(days=10)}
    secrets = [
        _secret("payments/api", created=900, changed=10, accessed=1, **rotating),
        _secret("legacy/smtp", created=900, changed=900, accessed=1),
        _secret("batch/queue", created=200, changed=200, accessed=120),
        _secret("customer-77/aws-access-key", created=5, changed=5, accessed=1),
        _secret("rds!db-orders", created=900, changed=900, accessed=1, OwningService="rds"),
    ]
    aws.give_answer(ACCOUNT, "secretsmanager:ListSecrets", {"SecretList": secrets}, region=HOME)
    home = aws.root("ssm", ACCOUNT, region=HOME)
    home.put_parameter(Name="/shop/db-password", Value="not-a-real-one", Type="String")
    home.put_parameter(Name="/shop/api-token", Value="not-a-real-one", Type="SecureString")
    home.put_parameter(Name="/shop/log-level", Value="info", Type="String")
    aws.root("ssm", ACCOUNT, region=OTHER).put_parameter(Name="/cdn/ttl", Value="60", Type="String")
    _seed_directories(aws)
    _seed_functions(aws)


def _secret(name: str, *, created: int, changed: int, accessed: int, **more: Any) -> dict[str, Any]:
    return {
        "ARN": arn(ACCOUNT, "secretsmanager", f"secret:{name}-AbCdEf"),
        "Name": name,
        "CreatedDate": ago(days=created),
        "LastChangedDate": ago(days=changed),
        "LastAccessedDate": ago(days=accessed),
        **more,
    }


def _seed_directories(aws: SimulatedAws) -> None:
    pools = (("eu-central-1_Customers", 12), ("eu-central-1_Legacy", 6))
    listed = {"UserPools": [{"Id": name, "Name": name.partition("_")[2].lower()} for name, _ in pools]}
    aws.give_answer(ACCOUNT, "cognito-idp:ListUserPools", listed, region=HOME)
    for name, length in pools:
        pool = {"Id": name, "MfaConfiguration": "OPTIONAL", "Policies": {"PasswordPolicy": {"MinimumLength": length}}}
        about = {"UserPoolId": name}
        aws.give_answer(ACCOUNT, "cognito-idp:DescribeUserPool", {"UserPool": pool}, region=HOME, given=about)


def _seed_functions(aws: SimulatedAws) -> None:
    """Values that are secrets, one that may be, and references, which are none."""
    home = [
        _function(HOME, "worker", DATABASE_URL="postgres://app:4cc3ss-0f-4cme@db.acme.example/shop"),
        _function(HOME, "mailer", SMTP_PASSWORD="q7RtW2xZ9pLk4VbN8sYd"),
        _function(HOME, "resize", SECRET_ARN=arn(ACCOUNT, "secretsmanager", "secret:payments/api-AbCdEf")),
    ]
    aws.give_answer(ACCOUNT, "lambda:ListFunctions", {"Functions": home}, region=HOME)
    resize = home[2]["FunctionArn"]
    anyone = {"Effect": "Allow", "Principal": "*", "Action": "lambda:InvokeFunction", "Resource": resize}
    policy = {"Policy": json.dumps({"Version": "2012-10-17", "Statement": [anyone]})}
    aws.give_answer(ACCOUNT, "lambda:GetPolicy", policy, region=HOME, given={"FunctionName": resize})
    other = [_function(OTHER, "headers", STAGE="live")]
    aws.give_answer(ACCOUNT, "lambda:ListFunctions", {"Functions": other}, region=OTHER)


def _function(region: str, name: str, **variables: str) -> dict[str, Any]:
    whole = arn(ACCOUNT, "lambda", f"function:{name}", region=region)
    return {"FunctionName": name, "FunctionArn": whole, "Environment": {"Variables": variables}}


SECRETS = Golden("secrets", ACCOUNT, seed, opt_ins=("config_secrets",))
