"""What collectors read AWS with: one call or bounded pages, counted, paced, cancellable, every error a gap."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Any, Protocol, TypeVar

from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError

from scanners.engine.aws.errors import PARSER_ERRORS, TOKEN_EXPIRED, CallFailed, ResponseTooLarge, ScanStopped, failure
from scanners.engine.aws.limits import Patience, RateLimits
from scanners.engine.aws.operations import Operation
from scanners.engine.aws.paging import paging_of
from scanners.engine.facts.unknown import Reason, Unknown

Answer = dict[str, Any]
Item = TypeVar("Item")
Result = TypeVar("Result")

IN_FLIGHT = 16
_STILL_THROTTLED = "AWS kept throttling calls of this service in this region, so no more were made."
MAX_PAGES = 1000


class ClientSource(Protocol):
    """What a reader needs of a session."""

    @property
    def account_id(self) -> str: ...
    @property
    def partition(self) -> str: ...
    @property
    def home_region(self) -> str: ...
    @property
    def expires_at(self) -> datetime: ...
    def client(self, service: str, region: str) -> Any: ...
    def renew(self, used_until: datetime) -> bool: ...


class AwsReader:
    """Read-only access of one scan to one account; safe for many threads.

    `call` and `pages` return plain answers or raise `CallFailed`, whose gap the collectors hand over as a fact.
    `in_flight` bounds the calls under way at any moment.
    """

    def __init__(
        self,
        session: ClientSource,
        *,
        limits: RateLimits | None = None,
        patience: Patience | None = None,
        in_flight: int = IN_FLIGHT,
        max_pages: int = MAX_PAGES,
    ) -> None:
        self.account_id = session.account_id
        self.partition = session.partition
        self.home_region = session.home_region
        self._session = session
        self._limits = limits or RateLimits()
        self._patience = patience or Patience()
        self._max_pages = max_pages
        self._stopped = threading.Event()
        self._slots = threading.Semaphore(in_flight)
        self._pool = ThreadPoolExecutor(max_workers=in_flight, thread_name_prefix="aws-read")
        self._window = in_flight * 2
        self._lock = threading.Lock()
        self._client_lock = threading.Lock()
        self._clients: dict[tuple[str, str], tuple[Any, datetime]] = {}
        self._calls: Counter[str] = Counter()

    @property
    def calls(self) -> dict[str, int]:
        """How often each operation was called, by "service:Operation"; retries of one call count once."""
        with self._lock:
            return dict(sorted(self._calls.items()))

    def call(self, operation: Operation, *, region: str = "", **parameters: object) -> Answer:
        """The answer of one call; a global service is called where the session is at home."""
        where = region or self.home_region
        key = self._limits.key(operation.service, operation.name, region=where)
        with self._lock:
            self._calls[str(operation)] += 1
        for attempt in itertools.count():
            if self._patience.is_over(key):
                raise CallFailed(Unknown(Reason.THROTTLED, operation.action, _STILL_THROTTLED))
            try:
                answer = self._send_renewed(operation, where, parameters)
            except CallFailed as failed:
                if failed.gap.reason is not Reason.THROTTLED:
                    self._patience.answered(key)
                    raise
                self._limits.slow_down(operation.service, operation.name, region=where)
                seconds = self._patience.pause(key, attempt)
                if seconds is None:
                    raise
                self.pause(seconds)
            else:
                self._patience.answered(key)
                return answer
        raise AssertionError("patience ends")

    def pages(self, operation: Operation, *, region: str = "", **parameters: object) -> Iterator[Answer]:
        """All pages, one at a time; a repeated token or too many pages is a malformed answer, not an endless scan."""
        paging = operation.paging or paging_of(operation)
        seen: set[str] = set()
        for _ in range(self._max_pages):
            answer = self.call(operation, region=region, **parameters)
            yield answer
            token = _token(answer, paging.token_out)
            if not token:
                return
            if not isinstance(token, str) or token in seen:
                raise CallFailed(Unknown(Reason.MALFORMED, operation.action, "The pages repeat themselves."))
            seen.add(token)
            parameters[paging.token_in] = token
        raise CallFailed(Unknown(Reason.MALFORMED, operation.action, f"There were more than {self._max_pages} pages."))

    def each(self, function: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
        """`function` of each item, side by side, in order. The function must not use `each` itself."""
        waiting: list[Future[Result]] = []
        results: list[Result] = []
        for item in items:
            if len(waiting) >= self._window:
                results.append(waiting.pop(0).result())
            self.check_stopped()
            waiting.append(self._pool.submit(function, item))
        results.extend(future.result() for future in waiting)
        return results

    def check_stopped(self) -> None:
        """Raise if the reader was closed."""
        if self._stopped.is_set():
            raise ScanStopped

    def pause(self, seconds: float) -> None:
        """Wait, but not past the scan's end."""
        if seconds > 0:
            self._stopped.wait(seconds)
        self.check_stopped()

    def close(self) -> None:
        """Make no further call and end every wait; calls under way end by their own timeouts."""
        self._stopped.set()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _send_renewed(self, operation: Operation, region: str, parameters: dict[str, object]) -> Answer:
        """The answer, with new credentials where the old ones ran out during the scan."""
        try:
            return self._send(operation, region, parameters)
        except _TokenExpiredError as expired:
            if not self._session.renew(expired.used_until):
                raise expired.failed from None
        try:
            return self._send(operation, region, parameters)
        except _TokenExpiredError as expired:
            raise expired.failed from None

    def _send(self, operation: Operation, region: str, parameters: dict[str, object]) -> Answer:
        client, used_until = self._client(operation, region)
        self.pause(self._limits.reserve(operation.service, operation.name, region=region))
        with self._slots:
            self.check_stopped()
            try:
                answer = getattr(client, xform_name(operation.name))(**parameters)
            except (BotoCoreError, ClientError, ResponseTooLarge, *PARSER_ERRORS) as error:
                failed = failure(error, operation.action)
                if failed.code in TOKEN_EXPIRED:
                    raise _TokenExpiredError(failed, used_until) from None
                raise failed from None
        if not isinstance(answer, dict):
            raise CallFailed(Unknown(Reason.MALFORMED, operation.action, "The answer was no structure."))
        return answer

    def _client(self, operation: Operation, region: str) -> tuple[Any, datetime]:
        key = (operation.service, region)
        used_until = self._session.expires_at
        known = self._clients.get(key)
        if known is not None and known[1] == used_until:
            return known  # without the lock: others wait in it while a client is made
        with self._client_lock:
            known = self._clients.get(key)
            if known is not None and known[1] == used_until:
                return known
            try:
                made = (self._session.client(operation.service, region), used_until)
            except (BotoCoreError, ValueError) as error:
                raise failure(error, operation.action) from None
            self._clients[key] = made
            return made


def _token(answer: Answer, path: str) -> object:
    """The next page's token; where it stands inside a structure its path has dots."""
    found: object = answer
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


class _TokenExpiredError(Exception):
    def __init__(self, failed: CallFailed, used_until: datetime) -> None:
        super().__init__(str(failed))
        self.failed = failed
        self.used_until = used_until
