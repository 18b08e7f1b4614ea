"""The simulator as a process of its own, and the client of its admin API: what tests and seeds use."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import boto3
import urllib3
from botocore.config import Config

from devstack.simulated_aws.bulk.amounts import Amounts
from devstack.simulated_aws.credentials import Credentials, portal_credentials, root_credentials

READY = "simulated AWS ready at "
_STOP_SECONDS = 10


class SimulatorError(Exception):
    """The admin API did not take a request."""


@dataclass(frozen=True)
class SimulatedAws:
    """A running simulator."""

    endpoint_url: str

    def client(
        self, service: str, *, credentials: Credentials, region: str = "us-east-1", session_token: str | None = None
    ) -> Any:
        """A real boto3 client that talks to the simulator, without retries."""
        return boto3.client(
            service,  # type: ignore[call-overload]
            endpoint_url=self.endpoint_url,
            region_name=region,
            aws_session_token=session_token,
            config=Config(proxies={"http": self.endpoint_url}, retries={"total_max_attempts": 1}),
            **credentials.as_client_arguments(),
        )

    def root(self, service: str, account_id: str, *, region: str = "us-east-1") -> Any:
        """A client with an account's root user, who may do anything."""
        return self.client(service, credentials=root_credentials(account_id), region=region)

    def portal(self, service: str = "sts", *, region: str = "us-east-1") -> Any:
        """A client with the portal's own identity."""
        return self.client(service, credentials=portal_credentials(), region=region)

    def in_session(self, service: str, assumed: Mapping[str, Any], *, region: str = "us-east-1") -> Any:
        """A client with the credentials that AssumeRole returned."""
        given = assumed["Credentials"]
        credentials = Credentials(given["AccessKeyId"], given["SecretAccessKey"])
        return self.client(service, credentials=credentials, region=region, session_token=given["SessionToken"])

    def set_account(self, account_id: str, **settings: Any) -> Any:
        """Open an account and set what no AWS call sets: root, contact, support_plan, control_policy, regions."""
        return self._ask("PUT", f"accounts/{account_id}", settings)

    def set_organization(
        self, account_id: str, members: Iterable[Mapping[str, str]], *, delegated: Iterable[str] = ()
    ) -> None:
        """Make the account manage an organization of exactly these members: id, name and (if not ACTIVE) state."""
        body = {"members": list(members), "delegated": list(delegated)}
        self._ask("PUT", f"accounts/{account_id}/organization", body)

    def date_user(self, account_id: str, name: str, **times: str) -> None:
        """Give a user older dates: created_at, key_created_at, key_last_used_at, password_last_used_at, ISO 8601."""
        self._date(account_id, "user", name, times)

    def date_role(self, account_id: str, name: str, **times: str) -> None:
        """Give a role older dates: created_at, last_used_at."""
        self._date(account_id, "role", name, times)

    def date_trail(self, account_id: str, name: str, *, started_at: str) -> None:
        """Say since when a trail records."""
        self._date(account_id, "trail", name, {"started_at": started_at})

    def date_disks(self, account_id: str, *, region: str, created_at: str) -> None:
        """Make all volumes of a region as old as that."""
        self._date(account_id, "disks", region, {"created_at": created_at})

    def give_answer(
        self,
        account_id: str,
        call: str,
        result: Mapping[str, Any],
        *,
        region: str = "*",
        given: Mapping[str, Any] | None = None,
    ) -> None:
        """Answer `service:Operation` so from now on, if its parameters include `given`.

        Times are datetimes or ISO 8601. What the operation could not answer, by botocore's model, is refused.
        """
        body = {"call": call, "result": result, "region": region, "given": given or {}}
        self._ask("POST", f"accounts/{account_id}/answers", json.loads(json.dumps(body, default=_iso)))

    def fill_account(self, account_id: str, amounts: Amounts) -> None:
        """Fill an account with many things at once, see `bulk`."""
        self._ask("POST", f"accounts/{account_id}/bulk", asdict(amounts))

    def processor_seconds(self) -> float:
        """How much processor time the simulator has used since it started."""
        return float(self._ask("GET", "processor-time")["seconds"])

    def add_fault(self, *, kind: str, call: str, **details: Any) -> None:
        """See `state.faults.Fault`."""
        self._ask("POST", "faults", {"kind": kind, "call": call, **details})

    def clear_faults(self) -> None:
        """No more trouble."""
        self._ask("DELETE", "faults")

    def expire_sessions(self, **which: str) -> int:
        """End the sessions of an access_key_id or account_id, or all."""
        return int(self._ask("POST", "sessions/expire", which)["expired"])

    def calls(self, account_id: str | None = None) -> list[dict[str, Any]]:
        """The calls made with an account's credentials, oldest first (see `state.calls.LoggedCall`)."""
        found = self._ask("GET", "calls")
        return [call for call in found if account_id in {None, call["account_id"]}]

    def clear_calls(self) -> None:
        """Start the log of calls afresh."""
        self._ask("DELETE", "calls")

    def start_recording(self, file: Path) -> None:
        """Keep every signed request and its answer in a file, see `state.recording`."""
        self._ask("PUT", "recording", {"file": str(file)})

    def stop_recording(self) -> None:
        """The file is complete."""
        self._ask("DELETE", "recording")

    def _date(self, account_id: str, kind: str, name: str, times: Mapping[str, str]) -> None:
        self._ask("POST", f"accounts/{account_id}/dates", {"kind": kind, "name": name, "times": times})

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        url = f"{self.endpoint_url}/_simulator/{path}"
        response = urllib3.request(
            method, url, json=dict(body) if body is not None else None, timeout=120, retries=False
        )
        if response.status != 200:
            raise SimulatorError(f"{method} {path}: {response.status} {response.data.decode()}")
        return response.json()


def _iso(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"not for an answer: {value!r}")


@contextmanager
def running_server(*, demo: bool = False, state: Path | None = None) -> Iterator[SimulatedAws]:
    """A simulator on a free port for as long as the block lasts; it also ends if this process is killed."""
    command = [sys.executable, "-m", "devstack.simulated_aws", "--watch-stdin"]
    command += ["--demo"] if demo else []
    command += ["--state", str(state)] if state else []
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line.startswith(READY):
                raise SimulatorError(f"the simulator did not start: {line!r}")
            yield SimulatedAws(line.removeprefix(READY).strip())
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
