"""Trouble on demand: throttling, arbitrary errors, slowness. Each fault names the calls it strikes."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

from devstack.simulated_aws.policies.patterns import matches


@dataclass(frozen=True)
class Fault:
    """Strikes calls whose `service:Operation` fits `call`, in the given account and region, `times` times (0: always).

    `kind`: `throttle`, `error` (with `code`, `status` and `message`), `latency` (with `milliseconds`) or `garbled`
    (a success whose `body` is not what the API describes).
    """

    kind: str
    call: str
    times: int = 0
    account_id: str = "*"
    region: str = "*"
    milliseconds: int = 0
    code: str = "InternalFailure"
    status: int = 500
    message: str = "We encountered an internal error. Please try again."
    body: str = ""

    def __post_init__(self) -> None:
        if self.kind not in {"throttle", "error", "latency", "garbled"}:
            raise ValueError(f"no such kind of fault: {self.kind}")
        if ":" not in self.call:
            raise ValueError("a fault names its calls as service:Operation, wildcards allowed")


class Faults:
    """The faults that are set."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Set a fault."""
        with self._lock:
            self._faults.append(fault)

    def clear(self) -> None:
        """Remove all faults."""
        with self._lock:
            self._faults.clear()

    def striking(self, *, call: str, account_id: str, region: str) -> list[Fault]:
        """The faults that strike this call now; those that count are counted down."""
        with self._lock:
            struck = [fault for fault in self._faults if _strikes(fault, call, account_id, region)]
            self._faults = [rest for fault in self._faults if (rest := _after(fault, fault in struck)) is not None]
        return struck


def _strikes(fault: Fault, call: str, account_id: str, region: str) -> bool:
    return (
        matches(call, fault.call, ignore_case=True)
        and matches(account_id, fault.account_id)
        and matches(region, fault.region)
    )


def _after(fault: Fault, struck: bool) -> Fault | None:
    if not struck or fault.times == 0:
        return fault
    return replace(fault, times=fault.times - 1) if fault.times > 1 else None
