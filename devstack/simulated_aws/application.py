"""The layers in order: read the call, identify the caller, faults, policies, our answer or moto's, log."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.wrappers import Response

from devstack.simulated_aws.authorization import anonymous_may_read, check_allowed
from devstack.simulated_aws.identities import SessionExpiredError, UnknownKeyError, identify
from devstack.simulated_aws.policies.principals import ANONYMOUS, Principal
from devstack.simulated_aws.services.table import handler_for
from devstack.simulated_aws.services.visit import Visit
from devstack.simulated_aws.state.accounts import Account
from devstack.simulated_aws.state.calls import LoggedCall
from devstack.simulated_aws.state.simulator import Simulator
from devstack.simulated_aws.wire.answers import (
    AwsError,
    error_response,
    expired,
    not_simulated,
    result_response,
    throttled,
    unknown_key,
)
from devstack.simulated_aws.wire.call import (
    BodyTooLargeError,
    Call,
    Scope,
    buffer_body,
    read_call,
    read_scope,
    rewind_body,
)

Environ = dict[str, Any]
Page = Callable[[Environ, Simulator], Response | None]
"""A part of the simulator that is not AWS: answers an unsigned request, or None when it is not its own."""

_GLOBAL_SCOPES = frozenset({"us-east-1", "aws-global"})


@dataclass
class _Visitor:
    """Filled in as the layers learn more, for the log."""

    principal: Principal = ANONYMOUS
    error: str = field(default="")


class SimulatorApplication:
    """The WSGI application."""

    def __init__(self, simulator: Simulator, *, pages: Iterable[Page] = ()) -> None:
        self._simulator = simulator
        self._pages = tuple(pages)
        self._moto = DomainDispatcherApplication(_quiet_backend)

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        return self._answer(environ)(environ, start_response)

    def _answer(self, environ: Environ) -> Response:
        try:
            buffer_body(environ)
        except (BodyTooLargeError, ValueError):
            return Response("The request's body cannot be read.", status=413)
        scope = read_scope(environ)
        if scope is None:
            return self._answer_unsigned(environ)
        call = read_call(environ, scope)
        if call is None:
            return _unknown_operation(scope)
        response = self._answer_call(call, environ)
        self._simulator.recording.add(environ, response)
        return response

    def _answer_unsigned(self, environ: Environ) -> Response:
        for page in self._pages:
            response = page(environ, self._simulator)
            if response is not None:
                return response
        bucket, _, key = environ.get("PATH_INFO", "").lstrip("/").partition("/")
        if environ["REQUEST_METHOD"] in {"GET", "HEAD"} and key and anonymous_may_read(bucket, key):
            return self._ask_moto(environ, account_id="")
        return _xml_error("AccessDenied", "Access Denied", status=403)

    def _answer_call(self, call: Call, environ: Environ) -> Response:
        visitor = _Visitor()
        try:
            response = self._serve(call, environ, visitor)
        except AwsError as error:
            visitor.error = error.code
            response = error_response(call, error)
        self._log(call, visitor, response.status_code)
        return response

    def _serve(self, call: Call, environ: Environ, visitor: _Visitor) -> Response:
        caller = visitor.principal = self._identify(call)
        account = self._simulator.accounts.open(caller.account_id)
        self._check_region(call, account)
        garbled = self._strike(call, account)
        if garbled is not None:
            return garbled
        check_allowed(call, caller=caller, account=account)
        result = self._given(call, account)
        if result is None:
            result = self._handled(call, caller, account)
        if result is not None:
            return result_response(call, dict(result))
        if not self._moto_knows(environ):
            raise not_simulated(call)
        response = self._ask_moto(environ, account_id=caller.account_id)
        if response.status_code in {404, 500, 501} and "html" in (response.content_type or ""):
            raise not_simulated(call)
        return response

    def _identify(self, call: Call) -> Principal:
        try:
            return identify(call.scope.access_key_id, call.token, simulator=self._simulator)
        except UnknownKeyError as error:
            raise unknown_key(call) from error
        except SessionExpiredError as error:
            raise expired(call) from error

    def _check_region(self, call: Call, account: Account) -> None:
        if call.scope.region in _GLOBAL_SCOPES or account.can_use(call.scope.region):
            return
        if call.service == "sts":
            message = f"STS is not activated in this region for account:{account.account_id}."
            raise AwsError("RegionDisabledException", message, status=403)
        raise unknown_key(call)

    def _given(self, call: Call, account: Account) -> Mapping[str, Any] | None:
        return self._simulator.answers.find(
            call=f"{call.service}:{call.name}",
            account_id=account.account_id,
            region=call.scope.region,
            parameters=lambda: call.params,
        )

    def _handled(self, call: Call, caller: Principal, account: Account) -> Mapping[str, Any] | None:
        handler = handler_for(call.service, call.name)
        return handler(Visit(call, caller, account, self._simulator)) if handler else None

    def _strike(self, call: Call, account: Account) -> Response | None:
        """Trouble that was set: an error, a delay, or instead of the answer a body that is none."""
        name = f"{call.service}:{call.name}"
        region = call.scope.region
        for fault in self._simulator.faults.striking(call=name, account_id=account.account_id, region=region):
            if fault.kind == "latency":
                time.sleep(fault.milliseconds / 1000)
            elif fault.kind == "throttle":
                raise throttled(call)
            elif fault.kind == "garbled":
                return Response(fault.body, status=200, content_type="application/json")
            else:
                raise AwsError(fault.code, fault.message, status=fault.status)
        return None

    def _moto_knows(self, environ: Environ) -> bool:
        host = self._moto.infer_service_region_host(environ, environ.get("PATH_INFO", ""))
        return self._moto.get_backend_for_host(host) is not None

    def _ask_moto(self, environ: Environ, *, account_id: str) -> Response:
        passed_on = dict(environ)
        passed_on.pop("HTTP_X_MOTO_ACCOUNT_ID", None)  # a client does not choose whose account it sees
        if account_id:
            passed_on["HTTP_X_MOTO_ACCOUNT_ID"] = account_id
        rewind_body(passed_on, environ["simulator.body"])
        return Response.from_app(self._moto, passed_on, buffered=True)

    def _log(self, call: Call, visitor: _Visitor, status: int) -> None:
        self._simulator.calls.add(
            LoggedCall(
                call=f"{call.service}:{call.name}",
                action=call.action,
                region=call.scope.region,
                account_id=visitor.principal.account_id,
                principal=visitor.principal.arn,
                status=status,
                error=visitor.error,
                at=datetime.now(UTC).isoformat(timespec="milliseconds"),
            )
        )


def _quiet_backend(service: Any) -> Any:
    """moto's application for a service, answering 500 instead of raising through the server."""
    app = create_backend_app(service)
    app.debug = False
    app.logger.addFilter(_is_worth_a_line)
    return app


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    """An operation moto lacks is answered and logged as such; its traceback says nothing more."""
    return not (record.exc_info and isinstance(record.exc_info[1], NotImplementedError))


def _unknown_operation(scope: Scope) -> Response:
    return _xml_error("UnknownOperation", f"No operation of {scope.signing_name} looks like this.", status=404)


def _xml_error(code: str, message: str, *, status: int) -> Response:
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>'
    return Response(body, status=status, content_type="application/xml")
