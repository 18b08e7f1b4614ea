"""Sends botocore's requests over one shared connection pool and refuses answers of absurd size.

botocore reads a whole answer into memory whatever its length. Its `before-send` event may answer in the network's
place, so the scan's clients all send through here, which also spares a pool per client.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import urllib3.exceptions
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError
from botocore.httpsession import URLLib3Session
from botocore.utils import get_environ_proxies

from scanners.engine.aws.bodies import refuse_foreign_body
from scanners.engine.aws.errors import ResponseTooLarge

CONNECT_TIMEOUT = 5
READ_TIMEOUT = 20
# The largest answers we expect are authorization pages of 1,000 roles, a few MB.
MAX_RESPONSE_BYTES = 32 * 1024 * 1024


class Transport:
    """A `before-send` handler shared by all clients of one scan."""

    def __init__(self, *, connections: int = 16, max_bytes: int = MAX_RESPONSE_BYTES) -> None:
        self._connections = connections
        self._max_bytes = max_bytes
        self._direct = self._open({})
        self._proxied: URLLib3Session | None = None
        self._proxies_of: dict[str, dict[str, str]] = {}

    def attach(self, client: Any) -> None:
        """Make a botocore client send through here, and read nothing but answers."""
        client.meta.events.register_last("before-send.*.*", self.send)
        client.meta.events.register_last("before-parse.*.*", refuse_foreign_body)

    def close(self) -> None:
        """Give the connections back."""
        self._direct.close()
        if self._proxied is not None:
            self._proxied.close()

    def send(self, request: AWSPreparedRequest, **_: object) -> AWSResponse:
        """Answer one request, its body read and bounded."""
        request.stream_output = True
        response = self._pool_for(request.url).send(request)
        headers: Any = response.headers
        bounded = AWSResponse(response.url, response.status_code, headers, _Bounded(response.raw, self._max_bytes))
        try:
            _read = bounded.content
        except urllib3.exceptions.ReadTimeoutError as error:
            raise ReadTimeoutError(endpoint_url=request.url, error=error) from error
        except urllib3.exceptions.HTTPError as error:
            raise ConnectionClosedError(endpoint_url=request.url, error=error) from error
        finally:
            response.raw.release_conn()
        return bounded

    def _pool_for(self, url: str) -> URLLib3Session:
        proxies = self._proxies(url)
        if not proxies:
            return self._direct
        if self._proxied is None:
            self._proxied = self._open(proxies)
        return self._proxied

    def _proxies(self, url: str) -> dict[str, str]:
        """What the environment says of a host. It is read once per scan: reading it takes a tenth of a call."""
        host = "/".join(url.split("/", 3)[:3])
        if host not in self._proxies_of:
            self._proxies_of[host] = get_environ_proxies(url)
        return self._proxies_of[host]

    def _open(self, proxies: dict[str, str]) -> URLLib3Session:
        timeout: Any = (CONNECT_TIMEOUT, READ_TIMEOUT)  # the stubs know only one figure
        return URLLib3Session(proxies=proxies, timeout=timeout, max_pool_connections=self._connections)


class _Bounded:
    """The part of urllib3's response that AWSResponse reads, with a limit."""

    def __init__(self, raw: Any, limit: int) -> None:
        self._raw = raw
        self._limit = limit

    def stream(self, *arguments: Any, **options: Any) -> Iterator[bytes]:
        received = 0
        for chunk in self._raw.stream(*arguments, **options):
            received += len(chunk)
            if received > self._limit:
                self._raw.close()
                raise ResponseTooLarge
            yield chunk
