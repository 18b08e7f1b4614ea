"""The log of calls, so that a test can say which calls a scan made and which it did not."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import asdict, dataclass

_KEPT = 20_000


@dataclass(frozen=True)
class LoggedCall:
    """One call. `call` is botocore's `service:Operation`, `action` what a policy must allow."""

    call: str
    action: str
    region: str
    account_id: str
    principal: str
    status: int
    error: str
    at: str


class CallLog:
    """The last calls, oldest first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: deque[LoggedCall] = deque(maxlen=_KEPT)

    def add(self, call: LoggedCall) -> None:
        """Remember a call."""
        with self._lock:
            self._calls.append(call)

    def clear(self) -> None:
        """Forget all calls."""
        with self._lock:
            self._calls.clear()

    def as_dicts(self, *, account_id: str | None = None) -> list[dict[str, str | int]]:
        """The calls made with an account's credentials, or all of them."""
        with self._lock:
            calls = list(self._calls)
        return [asdict(call) for call in calls if account_id in {None, call.account_id}]
