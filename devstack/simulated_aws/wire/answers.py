"""Results and errors in the caller's protocol, written by moto's serializers from botocore's output shapes."""

from __future__ import annotations

import uuid
from typing import Any

from moto.core.exceptions import ServiceException
from moto.core.serialize import SerializationContext, XFormedAttributePicker, get_serializer_class
from werkzeug.wrappers import Response

from devstack.simulated_aws.wire.call import Call

_DENIED_CODES = {"ec2": "UnauthorizedOperation", "json": "AccessDeniedException", "rest-json": "AccessDeniedException"}
_EXPIRED_CODES = {"ec2": "RequestExpired", "json": "ExpiredTokenException", "rest-json": "ExpiredTokenException"}
_UNKNOWN_KEY_CODES = {
    "ec2": "AuthFailure",
    "json": "UnrecognizedClientException",
    "rest-json": "UnrecognizedClientException",
}
_THROTTLE_CODES = {
    "ec2": "RequestLimitExceeded",
    "json": "ThrottlingException",
    "rest-json": "TooManyRequestsException",
}


class _Modelled(ServiceException):
    """moto looks an error up in the model of the service whose module raised it; this one is not moto's."""


class AwsError(Exception):
    """What AWS answers instead of a result. `fields` are further members of the error's shape."""

    def __init__(self, code: str, message: str, *, status: int = 400, fields: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.fields = fields or {}


def denied(call: Call, message: str) -> AwsError:
    """The refusal of a policy; AWS's JSON services answer 400 where the others answer 403."""
    code = "AuthorizationError" if call.service == "sns" else _DENIED_CODES.get(call.protocol, "AccessDenied")
    return AwsError(code, message, status=400 if call.protocol == "json" else 403)


def expired(call: Call) -> AwsError:
    """The session behind the key has ended."""
    if call.service == "s3":
        return AwsError("ExpiredToken", "The provided token has expired.", status=400)
    code = _EXPIRED_CODES.get(call.protocol, "ExpiredToken")
    status = 400 if call.protocol in {"json", "ec2"} else 403
    return AwsError(code, "The security token included in the request is expired", status=status)


def unknown_key(call: Call) -> AwsError:
    """Nobody's key, a token that is not the key's, or a region that does not know the account."""
    if call.service == "s3":
        message = "The AWS Access Key Id you provided does not exist in our records."
        return AwsError("InvalidAccessKeyId", message, status=403)
    if call.protocol == "ec2":
        message = "AWS was not able to validate the provided access credentials"
        return AwsError("AuthFailure", message, status=401)
    code = _UNKNOWN_KEY_CODES.get(call.protocol, "InvalidClientTokenId")
    message = "The security token included in the request is invalid."
    return AwsError(code, message, status=400 if call.protocol == "json" else 403)


def throttled(call: Call) -> AwsError:
    """Too many calls."""
    if call.service == "s3":
        return AwsError("SlowDown", "Please reduce your request rate.", status=503)
    code = _THROTTLE_CODES.get(call.protocol, "Throttling")
    status = {"rest-json": 429, "ec2": 503}.get(call.protocol, 400)
    return AwsError(code, "Rate exceeded", status=status)


def not_simulated(call: Call) -> AwsError:
    """An operation that neither moto nor this package plays. 501, so that clients do not try again."""
    return AwsError("NotImplemented", f"The simulated AWS does not play {call.service}:{call.name}.", status=501)


def result_response(call: Call, result: dict[str, Any]) -> Response:
    """The operation's output, shaped like AWS's."""
    return _response(_serialize(call, result))


def error_response(call: Call, error: AwsError) -> Response:
    """The error, shaped like AWS's."""
    exception = _Modelled(error.code, error.message)
    for name, value in error.fields.items():
        setattr(exception, name, value)
    serialized = _serialize(call, exception)
    serialized["status_code"] = error.status
    return _response(serialized)


def _serialize(call: Call, result: object) -> Any:
    serializer_class: Any = get_serializer_class(call.service, call.protocol)
    context = SerializationContext(request_id=str(uuid.uuid4()))
    # moto's own objects may be in a result: the picker finds their attributes by AWS's names.
    serializer = serializer_class(
        operation_model=call.operation, context=context, value_picker=XFormedAttributePicker()
    )
    return serializer.serialize(result)


def _response(serialized: Any) -> Response:
    headers = {**serialized["headers"], "x-amzn-RequestId": str(uuid.uuid4())}
    return Response(serialized["body"], status=serialized["status_code"], headers=headers)
