from __future__ import annotations

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
)
from botocore.parsers import ResponseParserError

from scanners.engine.aws.errors import ResponseTooLarge, failure, shortened
from scanners.engine.facts.unknown import Reason


def refused(code: str, message: str = "", status: int = 400) -> ClientError:
    body = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(body, "Anything")


@pytest.mark.parametrize(
    "code", ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "403", "Forbidden"]
)
def test_refusals_are_denied_and_name_the_action(code):
    gap = failure(refused(code, "no"), "s3:GetBucketAcl").gap

    assert (gap.reason, gap.action) == (Reason.DENIED, "s3:GetBucketAcl")
    assert gap.detail == f"{code}: no"


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("... with an explicit deny in a service control policy", Reason.DENIED_SCP),
        ("... because no service control policy allows the s3:GetBucketAcl action", Reason.DENIED_SCP),
        ("... with an explicit deny in a resource control policy", Reason.DENIED_SCP),
        ("... with an explicit deny in a resource-based policy", Reason.DENIED_RESOURCE),
        ("... because no session policy allows the s3:GetBucketAcl action", Reason.DENIED_SESSION),
        ("... because no identity-based policy allows the s3:GetBucketAcl action", Reason.DENIED),
    ],
)
def test_the_wording_tells_whose_policy_refused(message, reason):
    assert failure(refused("AccessDenied", message, 403), "x").gap.reason is reason


@pytest.mark.parametrize(
    "code", ["InvalidClientTokenId", "UnrecognizedClientException", "AuthFailure", "OptInRequired"]
)
def test_a_region_that_does_not_take_the_token(code):
    assert failure(refused(code, status=403), "x").gap.reason is Reason.TOKEN_REGION


@pytest.mark.parametrize(
    "error",
    [
        refused("Throttling"),
        refused("TooManyRequestsException", status=429),
        refused("RequestLimitExceeded", status=503),
        refused("SlowDown", status=503),
        refused("Whatever", status=503),
        refused("Whatever", status=429),
    ],
)
def test_throttling_stays_unknown(error):
    assert failure(error, "x").gap.reason is Reason.THROTTLED


@pytest.mark.parametrize(
    "code", ["AccessDeniedFault", "NotAuthorizedException", "UnauthorizedAccess", "AccessDeniedForDependencyException"]
)
def test_a_refusal_in_a_services_own_words_is_a_denial(code):
    assert failure(refused(code, status=400), "x").gap.reason is Reason.DENIED


@pytest.mark.parametrize("code", ["ReportInProgress", "ReportNotPresent", "ReportExpired"])
def test_reports_that_are_not_there_yet(code):
    assert failure(refused(code), "x").gap.reason is Reason.REPORT_PENDING


@pytest.mark.parametrize(
    "error",
    [
        refused("404", status=404),
        refused("500", status=500),
        refused("InternalFailure", status=500),
        refused("NotImplemented", status=501),
        refused("", "", 200),
        ResponseParserError("<html>"),
    ],
)
def test_whatever_is_unclear_is_an_error_and_never_a_value(error):
    assert failure(error, "x").gap.reason is Reason.ERROR


def test_answers_that_do_not_fit_the_model_are_malformed():
    assert failure(KeyError("Arn"), "x").gap.reason is Reason.MALFORMED
    assert failure(ResponseTooLarge(), "x").gap.reason is Reason.MALFORMED


def test_silence_is_a_timeout():
    for error in (ConnectTimeoutError(endpoint_url="x"), ReadTimeoutError(endpoint_url="x")):
        assert failure(error, "x").gap.reason is Reason.TIMEOUT


def test_a_service_without_an_endpoint_has_its_own_code():
    assert failure(EndpointConnectionError(endpoint_url="x"), "x").code == "ServiceNotInRegion"


def test_missing_credentials_of_ours_are_told_apart():
    assert failure(NoCredentialsError(), "x").code == "NoCredentials"


def test_a_code_with_a_namespace_is_reduced_to_its_name():
    assert failure(refused("com.amazon#ResourceNotFoundException"), "x").code == "ResourceNotFoundException"


def test_details_are_one_bounded_line_without_control_characters():
    detail = failure(refused("AccessDenied", "a\r\nb\x1b[31m" + "c" * 900), "x").gap.detail

    assert "\n" not in detail
    assert "\x1b" not in detail
    assert len(detail) <= 300
    assert shortened("a\x00b") == "a b"
