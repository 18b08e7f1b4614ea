"""Gives a recorded scan's answers again, at a small part of what a scan spends on asking: `measure` in its place.

It knows nothing of AWS. A question that was not recorded is answered with an error and counted, and fails the
measurement.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import urllib3

from devstack.benchmark.exchanges import Answers, answers, question, shown

_READY = "replaying at "
_FIGURES = "/_replay/figures"
_UNKNOWN = b"HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n"
_END_OF_HEAD = b"\r\n\r\n"


@dataclass
class Tally:
    """What the server was asked."""

    asked: Counter[str] = field(default_factory=Counter)
    unknown: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """For the measurement: own processor time, requests, questions asked twice, questions not recorded."""
        return {
            "cpu": time.process_time(),
            "requests": self.asked.total(),
            "repeated": {shown(one): times for one, times in self.asked.items() if times > 1},
            "unknown": [shown(one) for one in self.unknown],
        }


class _Connection(asyncio.Protocol):
    """One open connection. Requests come one after the other, as HTTP/1.1 clients without pipelining send them."""

    def __init__(self, known: Answers, tally: Tally, latency: float) -> None:
        self._known = known
        self._tally = tally
        self._latency = latency
        self._received = b""
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        head_end = self._received.find(_END_OF_HEAD)
        if head_end < 0:
            return
        first, headers = _head(self._received[:head_end])
        whole = head_end + len(_END_OF_HEAD) + int(headers.get("content-length", 0))
        if len(self._received) < whole:
            return
        body, self._received = self._received[head_end + len(_END_OF_HEAD) : whole], self._received[whole:]
        method, target, _ = first.split(" ", 2)
        if target == _FIGURES:
            self._transport.write(_json(self._tally.figures()))
            return
        self._later(self._answer(method, target, headers, body))

    def _answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> bytes:
        asked = question(
            method=method,
            target=target,
            authorization=headers.get("authorization", ""),
            operation=headers.get("x-amz-target", ""),
            body=body,
        )
        place = self._tally.asked[asked]
        self._tally.asked[asked] += 1
        given = self._known.get(asked)
        if given is None:
            self._tally.unknown.append(asked)
            return _UNKNOWN
        return given[min(place, len(given) - 1)]

    def _later(self, answer: bytes) -> None:
        if self._latency:
            asyncio.get_running_loop().call_later(self._latency, self._transport.write, answer)
        else:
            self._transport.write(answer)


@dataclass(frozen=True)
class Replay:
    """A running replay server."""

    endpoint_url: str

    def figures(self) -> dict[str, Any]:
        """See `Tally.figures`."""
        found: dict[str, Any] = urllib3.request("GET", self.endpoint_url + _FIGURES, retries=False).json()
        return found


@contextmanager
def replaying(recording: Path, *, latency_ms: int = 0) -> Iterator[Replay]:
    """A replay server in a process of its own for as long as the block lasts."""
    command = [sys.executable, "-m", "devstack.benchmark.replay", str(recording), str(latency_ms)]
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            yield Replay(line.removeprefix(_READY).strip())
        finally:
            process.kill()


async def _serve(recording: Path, latency: float) -> None:
    known, tally = answers(recording), Tally()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(known, tally, latency), "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    print(f"{_READY}http://{host}:{port}", flush=True)
    await asyncio.to_thread(sys.stdin.read)  # ends when the process that started us does


def _head(text: bytes) -> tuple[str, dict[str, str]]:
    first, *lines = text.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return first, {name.lower(): value.strip() for name, _, value in pairs}


def _json(content: object) -> bytes:
    body = json.dumps(content).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), int(sys.argv[2]) / 1000))
