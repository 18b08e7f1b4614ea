"""One HTTP request, understood: which service, operation, region and key it is."""

from __future__ import annotations

import functools
import io
import re
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import UnknownServiceError
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from werkzeug.exceptions import NotFound

from devstack.simulated_aws.wire.names import candidate_services, iam_action

MAX_BODY = 64 * 1024 * 1024
_SCOPE = re.compile(r"Credential=([A-Za-z0-9]+)/\d{8}/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request")
_OLD_ELB_VERSION = b"Version=2012-06-01"


class BodyTooLargeError(Exception):
    """The request's body is larger than the simulator reads into memory."""


@dataclass(frozen=True)
class Scope:
    """Who signed, for where and what."""

    access_key_id: str
    region: str
    signing_name: str


@dataclass(frozen=True)
class Call:
    """An AWS call. `operation` is botocore's model of it."""

    service: str
    operation: Any
    scope: Scope
    token: str | None
    request: Request
    path_params: dict[str, Any]

    @property
    def name(self) -> str:
        """The operation's name, e.g. `GetBucketAcl`."""
        return str(self.operation.name)

    @property
    def action(self) -> str:
        """The IAM action, e.g. `s3:GetBucketAcl`."""
        return iam_action(
            signing_name=self.scope.signing_name, service=self.service, operation=self.name, method=self.request.method
        )

    @property
    def protocol(self) -> str:
        """The protocol the answer must speak: query, ec2, json, rest-json or rest-xml."""
        return determine_request_protocol(self.operation.service_model, self.request.content_type)

    @functools.cached_property
    def params(self) -> dict[str, Any]:
        """The input as the client gave it to boto3."""
        parser = PROTOCOL_PARSERS[self.protocol](self.operation, map_type=dict)
        request = self.request
        parsed = parser.parse(
            {
                "method": request.method,
                "values": request.values,
                "headers": request.headers,
                "body": request.data,
                "url_path": request.path,
                "url_params": self.path_params,
            }
        )
        return dict(parsed or {})


def buffer_body(environ: dict[str, Any]) -> None:
    """Read the body once, so that every layer can read it again."""
    stream = environ["wsgi.input"]
    if environ.get("wsgi.input_terminated") and "CONTENT_LENGTH" not in environ:
        body = stream.read(MAX_BODY + 1)
        environ.pop("HTTP_TRANSFER_ENCODING", None)
    else:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if length > MAX_BODY:
            raise BodyTooLargeError
        body = stream.read(length)
    if len(body) > MAX_BODY:
        raise BodyTooLargeError
    environ["CONTENT_LENGTH"] = str(len(body))
    rewind_body(environ, body)


def rewind_body(environ: dict[str, Any], body: bytes) -> None:
    """Put the body back for the next reader."""
    environ["wsgi.input"] = io.BytesIO(body)
    environ["simulator.body"] = body


def read_scope(environ: dict[str, Any]) -> Scope | None:
    """The credential scope of a signed request, in its header or (presigned) in its query string."""
    signed = environ.get("HTTP_AUTHORIZATION", "")
    if not signed:
        credential = _request(environ).args.get("X-Amz-Credential", "")
        signed = f"Credential={credential}"
    found = _SCOPE.search(signed)
    return Scope(found[1], found[2], found[3]) if found else None


def read_call(environ: dict[str, Any], scope: Scope) -> Call | None:
    """The call a signed request makes, or None when no model of botocore knows it."""
    for service in _services(environ, scope):
        request = _request(environ)
        try:
            operation, path_params = get_service_router(service).match(request)
        except (NotFound, NotImplementedError, UnknownServiceError):
            continue
        token = request.headers.get("X-Amz-Security-Token") or request.args.get("X-Amz-Security-Token")
        return Call(service, operation, scope, token, request, dict(path_params))
    return None


def _services(environ: dict[str, Any], scope: Scope) -> tuple[str, ...]:
    candidates = candidate_services(scope.signing_name)
    if scope.signing_name == "s3":  # the two share a name; S3 would take Control's paths for a bucket
        is_control = environ.get("PATH_INFO", "").startswith("/v20180820/")
        return ("s3control",) if is_control else ("s3",)
    if scope.signing_name == "elasticloadbalancing" and _OLD_ELB_VERSION in environ["simulator.body"]:
        return ("elb",)
    return candidates


def _request(environ: dict[str, Any]) -> Request:
    """A request of its own per reader: werkzeug caches a parsed body and leaves the stream empty."""
    return Request({**environ, "wsgi.input": io.BytesIO(environ["simulator.body"])})
