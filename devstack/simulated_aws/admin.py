"""The admin API under `/_simulator/`: JSON over loopback, for seeds and tests. It answers no browser page's script."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from werkzeug.wrappers import Request, Response

from devstack.simulated_aws import moto_state
from devstack.simulated_aws.bulk.amounts import Amounts
from devstack.simulated_aws.loopback import is_loopback_host
from devstack.simulated_aws.moto_dates import date_back
from devstack.simulated_aws.state.accounts import UnknownSettingError
from devstack.simulated_aws.state.faults import Fault
from devstack.simulated_aws.state.simulator import Simulator

PREFIX = "/_simulator/"
_Action = Callable[[Simulator, Any, tuple[str, ...]], Any]


def admin_page(environ: dict[str, Any], simulator: Simulator) -> Response | None:
    """The answer to an admin request, None for any other path."""
    path = environ.get("PATH_INFO", "")
    if not path.startswith(PREFIX):
        return None
    request = Request(environ)
    if not is_loopback_host(request.host) or "Origin" in request.headers:
        return _json({"error": "only programs on this machine may ask"}, status=403)
    for method, pattern, action in _ROUTES:
        found = re.fullmatch(pattern, path.removeprefix(PREFIX))
        if found and method == request.method:
            return _run(action, request, simulator, found.groups())
    return _json({"error": "no such page"}, status=404)


def _run(action: _Action, request: Request, simulator: Simulator, groups: tuple[str, ...]) -> Response:
    try:
        given = json.loads(request.get_data() or b"{}") if request.method != "GET" else request.args.to_dict()
        return _json(action(simulator, given, groups))
    except (UnknownSettingError, ValueError, TypeError, KeyError) as error:
        return _json({"error": f"{type(error).__name__}: {error}"}, status=400)


def _list_accounts(simulator: Simulator, _given: Any, _groups: tuple[str, ...]) -> Any:
    return [asdict(account) for account in simulator.accounts.all()]


def _change_account(simulator: Simulator, given: Any, groups: tuple[str, ...]) -> Any:
    return asdict(simulator.accounts.change(groups[0], given))


def _put_organization(simulator: Simulator, given: Any, groups: tuple[str, ...]) -> Any:
    name = simulator.accounts.open(groups[0]).name
    moto_state.put_organization(groups[0], name, given["members"], delegated=given.get("delegated", ()))
    return {}


def _fill_account(simulator: Simulator, given: Any, groups: tuple[str, ...]) -> Any:
    # Imported here: it loads moto's larger services, which a demo does not need.
    from devstack.simulated_aws.bulk.fill import fill_account

    fill_account(simulator, groups[0], Amounts(**{**given, "regions": tuple(given["regions"])}))
    return {}


def _processor_time(_simulator: Simulator, _given: Any, _groups: tuple[str, ...]) -> Any:
    return {"seconds": time.process_time()}


def _date_back(_simulator: Simulator, given: Any, groups: tuple[str, ...]) -> Any:
    date_back(groups[0], **given)
    return {}


def _give_answer(simulator: Simulator, given: Any, groups: tuple[str, ...]) -> Any:
    simulator.answers.add(groups[0], **given)
    return {}


def _add_fault(simulator: Simulator, given: Any, _groups: tuple[str, ...]) -> Any:
    simulator.faults.add(Fault(**given))
    return {}


def _clear_faults(simulator: Simulator, _given: Any, _groups: tuple[str, ...]) -> Any:
    simulator.faults.clear()
    return {}


def _expire_sessions(simulator: Simulator, given: Any, _groups: tuple[str, ...]) -> Any:
    return {"expired": simulator.sessions.expire(**given)}


def _list_calls(simulator: Simulator, given: Any, _groups: tuple[str, ...]) -> Any:
    return simulator.calls.as_dicts(account_id=given.get("account_id"))


def _start_recording(simulator: Simulator, given: Any, _groups: tuple[str, ...]) -> Any:
    simulator.recording.start(Path(given["file"]))
    return {}


def _stop_recording(simulator: Simulator, _given: Any, _groups: tuple[str, ...]) -> Any:
    simulator.recording.stop()
    return {}


def _clear_calls(simulator: Simulator, _given: Any, _groups: tuple[str, ...]) -> Any:
    simulator.calls.clear()
    return {}


_ROUTES: tuple[tuple[str, str, _Action], ...] = (
    ("GET", r"accounts", _list_accounts),
    ("PUT", r"accounts/(\d{12})", _change_account),
    ("POST", r"accounts/(\d{12})/dates", _date_back),
    ("POST", r"accounts/(\d{12})/answers", _give_answer),
    ("POST", r"accounts/(\d{12})/bulk", _fill_account),
    ("PUT", r"accounts/(\d{12})/organization", _put_organization),
    ("GET", r"processor-time", _processor_time),
    ("POST", r"faults", _add_fault),
    ("DELETE", r"faults", _clear_faults),
    ("POST", r"sessions/expire", _expire_sessions),
    ("GET", r"calls", _list_calls),
    ("DELETE", r"calls", _clear_calls),
    ("PUT", r"recording", _start_recording),
    ("DELETE", r"recording", _stop_recording),
)


def _json(body: object, *, status: int = 200) -> Response:
    return Response(json.dumps(body), status=status, content_type="application/json")
