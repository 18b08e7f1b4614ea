"""Turns whatever an AWS call throws into a gap with a reason; nothing unclear ever becomes a value.

The codes are those of the services' API references and of botocore's models; the wording of denials is described in
https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
    ReadTimeoutError,
    UnknownServiceError,
)
from botocore.parsers import ResponseParserError

from scanners.engine.facts.unknown import Reason, Unknown


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


DENIED = _codes(
    "AccessDenied AccessDeniedException UnauthorizedOperation AuthorizationError AuthorizationErrorException "
    "NotAuthorized UnauthorizedException Forbidden ForbiddenException AllAccessDisabled 401 403"
)
# Services spell the same refusal in their own ways: AccessDeniedFault, NotAuthorizedException, UnauthorizedAccess.
_DENIED_WORDS = ("AccessDenied", "NotAuthorized", "UnauthorizedAccess")
TOKEN_NOT_ACCEPTED = _codes(
    "InvalidClientTokenId UnrecognizedClientException AuthFailure OptInRequired InvalidAccessKeyId"
)
TOKEN_EXPIRED = _codes("ExpiredToken ExpiredTokenException RequestExpired")
THROTTLED = _codes(
    "Throttling ThrottlingException ThrottledException RequestThrottled RequestThrottledException "
    "TooManyRequests TooManyRequestsException RequestLimitExceeded BandwidthLimitExceeded LimitExceededException "
    "SlowDown PriorRequestNotComplete TransactionInProgressException EC2ThrottledException ServiceUnavailable "
    "ServiceUnavailableException 429 503"
)
REPORT_PENDING = _codes("ReportInProgress ReportNotPresent ReportExpired CredentialReportNotReady")
# What botocore's parsers raise over a body that is not shaped as the service's model says.
PARSER_ERRORS = (ResponseParserError, AttributeError, KeyError, TypeError, ValueError, RecursionError)

_DETAIL_LIMIT = 300
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


class CallFailed(Exception):
    """A call gave no answer. `code` is AWS's error code, for the few that are facts ("NoSuchEntity")."""

    def __init__(self, gap: Unknown, code: str = "") -> None:
        super().__init__(f"{gap.action}: {gap.reason.value} {code}")
        self.gap = gap
        self.code = code


class ScanStopped(Exception):
    """The scan was cancelled or ran out of time: no further call is made."""


class ResponseTooLarge(Exception):
    """AWS, or something in its place, sent more than any of our calls can mean."""


def shortened(text: object) -> str:
    """Outside text as it may be kept with a finding: one line, no control characters, bounded."""
    line = _CONTROL.sub(" ", str(text)).strip()
    return line if len(line) <= _DETAIL_LIMIT else f"{line[: _DETAIL_LIMIT - 1]}…"


def failure(error: Exception, action: str) -> CallFailed:
    """The gap that an error of botocore stands for."""
    if isinstance(error, ClientError):
        return _client_error(error, action)
    if isinstance(error, ResponseTooLarge):
        return CallFailed(Unknown(Reason.MALFORMED, action, "The answer was larger than allowed."), "ResponseTooLarge")
    if isinstance(error, (ConnectTimeoutError, ReadTimeoutError)):
        return CallFailed(Unknown(Reason.TIMEOUT, action, "AWS did not respond in time."), type(error).__name__)
    if isinstance(error, (EndpointConnectionError, UnknownServiceError, NoRegionError)):
        gap = Unknown(Reason.ERROR, action, "The service has no endpoint that could be reached in this region.")
        return CallFailed(gap, "ServiceNotInRegion")
    if isinstance(error, NoCredentialsError):
        return CallFailed(Unknown(Reason.ERROR, action, "The portal has no AWS credentials."), "NoCredentials")
    if isinstance(error, PARSER_ERRORS):
        reason = Reason.ERROR if isinstance(error, ResponseParserError) else Reason.MALFORMED
        return CallFailed(Unknown(reason, action, "The answer could not be parsed."), type(error).__name__)
    return CallFailed(Unknown(Reason.ERROR, action, shortened(type(error).__name__)), type(error).__name__)


def _client_error(error: ClientError, action: str) -> CallFailed:
    code, message, status = _parts(error)
    detail = shortened(f"{code}: {message}" if code else message)
    return CallFailed(Unknown(_reason(code, message, status), action, detail), code)


def _parts(error: ClientError) -> tuple[str, str, int]:
    response: Mapping[str, object] = error.response
    body = response.get("Error")
    metadata = response.get("ResponseMetadata")
    code = str(body.get("Code", "")) if isinstance(body, dict) else ""
    message = str(body.get("Message", "")) if isinstance(body, dict) else ""
    status = metadata.get("HTTPStatusCode", 0) if isinstance(metadata, dict) else 0
    return code.rsplit("#", 1)[-1], message, status if isinstance(status, int) else 0


def _reason(code: str, message: str, status: int) -> Reason:
    if code in TOKEN_NOT_ACCEPTED:
        return Reason.TOKEN_REGION
    if code in THROTTLED or status in (429, 503):
        return Reason.THROTTLED
    if code in REPORT_PENDING:
        return Reason.REPORT_PENDING
    if code in DENIED or code.startswith(_DENIED_WORDS) or (status == 403 and code in ("", "Unknown")):
        return _denial(message)
    return Reason.ERROR


def _denial(message: str) -> Reason:
    text = message.lower()
    if "service control policy" in text or "resource control policy" in text:
        return Reason.DENIED_SCP
    if "resource-based policy" in text:
        return Reason.DENIED_RESOURCE
    if "session policy" in text:
        return Reason.DENIED_SESSION
    return Reason.DENIED
