"""Trouble that tests can order: throttling, expiry, disabled regions, slowness, odd errors; and the log of calls."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
import urllib3
from botocore.exceptions import ClientError

from devstack.simulated_aws.running import SimulatedAws, SimulatorError
from tests.devstack.simulated_aws.conftest import Tenant


@pytest.fixture(autouse=True)
def _no_faults_left(simulated_aws: SimulatedAws) -> Iterator[None]:
    yield
    simulated_aws.clear_faults()


def error_code(call: Any, **arguments: Any) -> str:
    """The code of the error a call must end with."""
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return str(caught.value.response["Error"]["Code"])


THROTTLES = {
    "query": ("iam", "list_users", "iam:ListUsers", "Throttling"),
    "ec2": ("ec2", "describe_regions", "ec2:DescribeRegions", "RequestLimitExceeded"),
    "json": ("cloudtrail", "list_trails", "cloudtrail:*", "ThrottlingException"),
    "rest-json": ("account", "list_regions", "account:ListRegions", "TooManyRequestsException"),
    "s3": ("s3", "list_buckets", "s3:ListBuckets", "SlowDown"),
}


@pytest.mark.parametrize(("service", "operation", "call", "code"), THROTTLES.values(), ids=THROTTLES.keys())
def test_throttles_as_often_as_ordered(tenant: Tenant, service: str, operation: str, call: str, code: str) -> None:
    tenant.aws.add_fault(kind="throttle", call=call, times=2, account_id=tenant.account_id)
    ask = getattr(tenant.root(service), operation)

    assert [error_code(ask), error_code(ask)] == [code, code]
    assert ask()["ResponseMetadata"]["HTTPStatusCode"] == 200


EXPIRIES = {
    "query": ("iam", "list_users", "ExpiredToken"),
    "ec2": ("ec2", "describe_regions", "RequestExpired"),
    "json": ("cloudtrail", "list_trails", "ExpiredTokenException"),
    "rest-json": ("account", "list_regions", "ExpiredTokenException"),
    "s3": ("s3", "list_buckets", "ExpiredToken"),
}


@pytest.mark.parametrize(("service", "operation", "code"), EXPIRIES.values(), ids=EXPIRIES.keys())
def test_expired_session_is_told_so(tenant: Tenant, service: str, operation: str, code: str) -> None:
    tenant.create_role()
    client = tenant.in_session(service)

    assert tenant.aws.expire_sessions(account_id=tenant.account_id) == 1

    assert error_code(getattr(client, operation)) == code


def test_disabled_region_knows_nobody(tenant: Tenant) -> None:
    tenant.create_role()
    tenant.aws.set_account(tenant.account_id, disabled_regions=["us-west-2"])

    def in_region(service: str, region: str) -> Any:
        return tenant.in_session(service, region=region)

    assert error_code(in_region("cloudtrail", "us-west-2").list_trails) == "UnrecognizedClientException"
    assert error_code(in_region("ec2", "us-west-2").describe_vpcs) == "AuthFailure"
    assert error_code(in_region("sts", "us-west-2").get_caller_identity) == "RegionDisabledException"
    assert error_code(in_region("cloudtrail", "ap-east-1").list_trails) == "UnrecognizedClientException"
    assert in_region("cloudtrail", "us-east-2").list_trails()["Trails"] == []


def test_wrong_or_missing_token_is_nobodys(tenant: Tenant) -> None:
    tenant.create_role()
    assumed = tenant.assume()
    for token in ("wrong", ""):
        credentials = {**assumed["Credentials"], "SessionToken": token}
        client = tenant.aws.in_session("iam", {"Credentials": credentials})
        assert error_code(client.list_users) == "InvalidClientTokenId"


def test_latency_delays_the_call(tenant: Tenant) -> None:
    tenant.aws.add_fault(kind="latency", call="iam:ListUsers", milliseconds=300, account_id=tenant.account_id)
    iam = tenant.root("iam")

    started = time.monotonic()
    iam.list_users()

    assert time.monotonic() - started >= 0.3


def test_ordered_error_strikes_one_account_and_region_only(tenant: Tenant) -> None:
    fault = {"code": "InternalFailure", "status": 500, "account_id": tenant.account_id, "region": "eu-west-1"}
    tenant.aws.add_fault(kind="error", call="cloudtrail:ListTrails", **fault)

    assert error_code(tenant.root("cloudtrail", region="eu-west-1").list_trails) == "InternalFailure"
    assert tenant.root("cloudtrail", region="eu-west-3").list_trails()["Trails"] == []


def test_log_names_calls_regions_callers_and_errors(tenant: Tenant) -> None:
    tenant.create_role(allows="s3:ListAllMyBuckets")
    tenant.in_session("s3", region="eu-west-1").list_buckets()
    error_code(tenant.in_session("iam").list_users)

    session = f"arn:aws:sts::{tenant.account_id}:assumed-role/Scan/portal-scan-1"
    logged = [call for call in tenant.aws.calls(tenant.account_id) if call["principal"] == session]

    assert [(call["call"], call["action"], call["region"], call["error"]) for call in logged] == [
        ("s3:ListBuckets", "s3:ListAllMyBuckets", "eu-west-1", ""),
        ("iam:ListUsers", "iam:ListUsers", "us-east-1", "AccessDenied"),
    ]


@pytest.mark.parametrize(
    "settings",
    [{"nonsense": 1}, {"support_plan": "platinum"}, {"root": {"nonsense": True}}, {"root": {"keys": [{"odd": 1}]}}],
)
def test_admin_refuses_settings_it_does_not_know(tenant: Tenant, settings: dict[str, Any]) -> None:
    with pytest.raises(SimulatorError, match="400"):
        tenant.aws.set_account(tenant.account_id, **settings)


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
def test_admin_answers_no_web_page(simulated_aws: SimulatedAws, headers: dict[str, str]) -> None:
    response = urllib3.request("GET", f"{simulated_aws.endpoint_url}/_simulator/accounts", headers=headers)

    assert response.status == 403


def test_unsigned_calls_get_nothing(tenant: Tenant) -> None:
    bucket = f"private-{tenant.account_id}"
    s3 = tenant.root("s3")
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="secret.txt", Body=b"private")
    s3.put_object(Bucket=bucket, Key="open.txt", Body=b"open", ACL="public-read")
    base = f"{tenant.aws.endpoint_url}/{bucket}"

    assert urllib3.request("GET", f"{base}/secret.txt").status == 403
    assert urllib3.request("GET", f"{base}/open.txt").data == b"open"
    assert urllib3.request("PUT", f"{base}/open.txt", body=b"mine").status == 403
    assert urllib3.request("GET", f"{tenant.aws.endpoint_url}/moto-api/data.json").status == 403
    listing = urllib3.request("POST", tenant.aws.endpoint_url, fields={"Action": "ListUsers", "Version": "2010-05-08"})
    assert listing.status == 403
