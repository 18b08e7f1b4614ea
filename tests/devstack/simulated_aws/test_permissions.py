"""What a session may do: the role's policy, the session's, the organization's; and how each service says no."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from devstack.simulated_aws.credentials import Credentials
from tests.devstack.simulated_aws.conftest import Tenant, document

READ = ["iam:List*", "s3:ListAllMyBuckets"]


def refusal(call: Any, **arguments: Any) -> dict[str, Any]:
    """The error of a call that must be refused, with its HTTP status."""
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    response = caught.value.response
    return {**response["Error"], "Status": response["ResponseMetadata"]["HTTPStatusCode"]}


def allow(*actions: str) -> str:
    """A policy that allows the actions on everything."""
    return document({"Effect": "Allow", "Action": list(actions), "Resource": "*"})


PROTOCOLS = {
    "query": ("iam", "list_users", {}, "AccessDenied", 403, "iam:ListUsers"),
    "ec2": ("ec2", "describe_instances", {}, "UnauthorizedOperation", 403, "ec2:DescribeInstances"),
    "json": ("cloudtrail", "list_trails", {}, "AccessDeniedException", 400, "cloudtrail:ListTrails"),
    "rest-json": ("account", "list_regions", {}, "AccessDeniedException", 403, "account:ListRegions"),
    "rest-xml": ("s3", "list_buckets", {}, "AccessDenied", 403, "s3:ListAllMyBuckets"),
    "json 1.0": ("dynamodb", "list_tables", {}, "AccessDeniedException", 400, "dynamodb:ListTables"),
    "signing name is not the action's": (
        "resourcegroupstaggingapi",
        "get_resources",
        {},
        "AccessDeniedException",
        400,
        "tag:GetResources",
    ),
    "service without a simulation": (
        "accessanalyzer",
        "list_analyzers",
        {},
        "AccessDeniedException",
        403,
        "access-analyzer:ListAnalyzers",
    ),
}


@pytest.mark.parametrize(
    ("service", "operation", "arguments", "code", "status", "action"), PROTOCOLS.values(), ids=PROTOCOLS.keys()
)
def test_each_protocol_refuses_as_aws_does(
    tenant: Tenant, service: str, operation: str, arguments: dict[str, Any], code: str, status: int, action: str
) -> None:
    tenant.create_role(allows="kms:ListKeys")

    error = refusal(getattr(tenant.in_session(service), operation), **arguments)

    assert (error["Code"], error["Status"]) == (code, status)
    user = f"User: arn:aws:sts::{tenant.account_id}:assumed-role/Scan/portal-scan-1 is not authorized to perform:"
    assert error["Message"] == f"{user} {action} because no identity-based policy allows the {action} action"


def test_allowed_calls_are_answered(tenant: Tenant) -> None:
    tenant.create_role(allows=READ)
    tenant.root("iam").create_user(UserName="ada")

    users = tenant.in_session("iam").list_users()["Users"]

    assert [user["UserName"] for user in users] == ["ada"]


def test_session_policy_narrows_an_administrator(tenant: Tenant) -> None:
    tenant.create_role(allows="*")
    iam = tenant.in_session("iam", Policy=allow("iam:ListUsers"))

    assert iam.list_users()["Users"] == []
    error = refusal(iam.create_user, UserName="eve")

    assert error["Message"].endswith("because no session policy allows the iam:CreateUser action")


@pytest.mark.parametrize(
    ("service", "operation", "arguments"),
    [
        ("s3", "put_object", {"Bucket": "some-bucket", "Key": "k", "Body": b"x"}),
        ("s3", "get_object", {"Bucket": "some-bucket", "Key": "k"}),
        ("iam", "create_user", {"UserName": "eve"}),
        ("ec2", "run_instances", {"ImageId": "ami-1", "MinCount": 1, "MaxCount": 1}),
        ("secretsmanager", "get_secret_value", {"SecretId": "s"}),
    ],
)
def test_session_of_a_wide_role_stays_read_only(
    tenant: Tenant, service: str, operation: str, arguments: dict[str, Any]
) -> None:
    tenant.create_role(allows="*")
    client = tenant.in_session(service, Policy=allow(*READ))

    assert "no session policy allows" in refusal(getattr(client, operation), **arguments)["Message"]


def test_session_policy_gives_nothing_the_role_lacks(tenant: Tenant) -> None:
    tenant.create_role(allows=READ)
    s3 = tenant.in_session("s3control", Policy=allow("*"))

    error = refusal(s3.get_public_access_block, AccountId=tenant.account_id)

    assert "no identity-based policy allows the s3:GetAccountPublicAccessBlock action" in error["Message"]


def test_deny_in_the_session_policy_wins(tenant: Tenant) -> None:
    tenant.create_role(allows="*")
    policy = json.loads(allow("*"))
    policy["Statement"].append({"Effect": "Deny", "Action": "iam:Create*", "Resource": "*"})

    error = refusal(tenant.in_session("iam", Policy=json.dumps(policy)).create_user, UserName="eve")

    assert error["Message"].endswith("with an explicit deny in a session policy")


def test_managed_session_policies_narrow_too(tenant: Tenant) -> None:
    tenant.create_role(allows="*")
    made = tenant.root("iam").create_policy(PolicyName="narrow", PolicyDocument=allow("iam:ListUsers"))
    iam = tenant.in_session("iam", PolicyArns=[{"arn": made["Policy"]["Arn"]}])

    assert iam.list_users()["Users"] == []
    assert "no session policy" in refusal(iam.list_roles)["Message"]


def test_not_action_and_resource_patterns(tenant: Tenant) -> None:
    tenant.create_role(allows="kms:ListKeys")
    s3 = tenant.root("s3")
    name = f"rp-{tenant.account_id}"
    for suffix in ("a", "b"):
        s3.create_bucket(Bucket=f"{name}-{suffix}")
    own = document(
        {"Effect": "Allow", "NotAction": "iam:*", "Resource": f"arn:aws:s3:::{name}-?"},
        {"Effect": "Deny", "Action": "s3:GetBucket*", "Resource": f"arn:aws:s3:::{name}-b"},
    )
    tenant.root("iam").put_role_policy(RoleName="Scan", PolicyName="own", PolicyDocument=own)
    session = tenant.in_session("s3")

    assert session.get_bucket_acl(Bucket=f"{name}-a")["Grants"]
    assert (
        "with an explicit deny in an identity-based policy"
        in refusal(session.get_bucket_acl, Bucket=f"{name}-b")["Message"]
    )
    assert "no identity-based policy" in refusal(tenant.in_session("iam").list_users)["Message"]


def test_attached_aws_policy_counts(tenant: Tenant) -> None:
    tenant.create_role(allows="kms:ListKeys")
    arn = "arn:aws:iam::aws:policy/AdministratorAccess"
    tenant.root("iam").attach_role_policy(RoleName="Scan", PolicyArn=arn)

    assert tenant.in_session("iam").list_users()["Users"] == []
    details = tenant.root("iam").get_account_authorization_details()
    assert [(item["PolicyName"], item["Arn"]) for item in details["Policies"]] == [("AdministratorAccess", arn)]


def test_permissions_boundary_narrows(tenant: Tenant) -> None:
    iam = tenant.root("iam")
    boundary = iam.create_policy(PolicyName="edge", PolicyDocument=allow("iam:ListUsers"))["Policy"]["Arn"]
    tenant.create_role(allows="*")
    iam.put_role_permissions_boundary(RoleName="Scan", PermissionsBoundary=boundary)
    session = tenant.in_session("iam")

    assert session.list_users()["Users"] == []
    assert "no permissions boundary allows the iam:ListRoles action" in refusal(session.list_roles)["Message"]


def test_service_control_policy_denies_everybody_but_sessions_may_ask_who_they_are(tenant: Tenant) -> None:
    tenant.create_role(allows="*")
    control = {"Statement": [{"Effect": "Deny", "Action": ["iam:*", "sts:*"], "Resource": "*"}]}
    session = tenant.in_session("iam")
    whoami = tenant.in_session("sts")
    tenant.aws.set_account(tenant.account_id, control_policy=control)

    error = refusal(session.list_users)

    assert error["Message"].endswith("with an explicit deny in a service control policy")
    assert whoami.get_caller_identity()["Account"] == tenant.account_id


def test_bucket_of_another_account_is_closed_unless_its_policy_opens_it(tenant: Tenant) -> None:
    other = Tenant(tenant.aws, f"3{tenant.account_id[1:]}")
    name = f"other-{other.account_id}"
    other.root("s3").create_bucket(Bucket=name)
    tenant.create_role(allows="s3:*")
    session = tenant.in_session("s3")

    assert "no resource-based policy" in refusal(session.get_bucket_versioning, Bucket=name)["Message"]

    opened = {
        "Effect": "Allow",
        "Principal": {"AWS": tenant.role_arn()},
        "Action": "s3:GetBucketVersioning",
        "Resource": f"arn:aws:s3:::{name}",
    }
    other.root("s3").put_bucket_policy(Bucket=name, Policy=document(opened))
    assert session.get_bucket_versioning(Bucket=name)["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_account_is_chosen_by_the_key_alone(tenant: Tenant) -> None:
    tenant.create_role(allows=READ)
    tenant.root("iam").create_user(UserName="mine")
    session = tenant.in_session("iam")
    session.meta.events.register(
        "before-sign.iam", lambda request, **_: request.headers.add_header("X-Moto-Account-Id", "123456789012")
    )

    assert [user["UserName"] for user in session.list_users()["Users"]] == ["mine"]


def test_users_of_an_account_are_judged_by_their_policies(tenant: Tenant) -> None:
    iam = tenant.root("iam")
    iam.create_user(UserName="ada")
    iam.put_user_policy(UserName="ada", PolicyName="own", PolicyDocument=allow("iam:ListUsers"))
    key = iam.create_access_key(UserName="ada")["AccessKey"]
    ada = tenant.aws.client("iam", credentials=Credentials(key["AccessKeyId"], key["SecretAccessKey"]))

    assert len(ada.list_users()["Users"]) == 1
    assert f"User: arn:aws:iam::{tenant.account_id}:user/ada is not" in refusal(ada.list_roles)["Message"]

    iam.update_access_key(UserName="ada", AccessKeyId=key["AccessKeyId"], Status="Inactive")
    assert refusal(ada.list_users)["Code"] == "InvalidClientTokenId"


def test_api_gateway_is_limited_by_what_a_session_may_name(tenant: Tenant) -> None:
    tenant.create_role(allows="*")
    domains = {"Effect": "Allow", "Action": "apigateway:GET", "Resource": "arn:*:apigateway:*::/domainnames"}
    options = {"Policy": document(domains)}

    assert tenant.in_session("apigateway", **options).get_domain_names()["items"] == []
    assert tenant.in_session("apigatewayv2", **options).get_domain_names()["Items"] == []
    assert refusal(tenant.in_session("apigateway", **options).get_api_keys)["Code"] == "AccessDeniedException"
