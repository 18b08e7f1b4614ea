"""A recorded scan as a table: what was asked, and the bytes to answer it with."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote_plus

_SCOPE = re.compile(r"Credential=[^/]+/\d{8}/([a-z0-9-]+)/([a-z0-9-]+)/")
# What differs from scan to scan in a request that means the same: the session's name and moments counted from now.
_CHANGING = re.compile(
    r"(?<=RoleSessionName=)[^&]+|\d{4}-\d\d-\d\dT\d\d(?::|%3A)\d\d(?::|%3A)\d\d(?:\.\d+)?(?:Z|(?:\+|%2B)00(?::|%3A)00)?"
)
_NOT_AGAIN = frozenset({"connection", "content-length", "date", "server", "transfer-encoding"})

Answers = Mapping[str, list[bytes]]


def question(*, method: str, target: str, authorization: str, operation: str, body: bytes) -> str:
    """Service, region, operation and parameters of a request; equal for two requests that mean the same."""
    found = _SCOPE.search(authorization)
    region, service = found.groups() if found else ("", "")
    asked = f"{target} {body.decode('utf-8', 'replace')}"
    return f"{service} {region} {method} {operation} {_CHANGING.sub('~', asked)}".strip()


def answers(path: Path) -> dict[str, list[bytes]]:
    """The answers of a recording by question, in the order they were given."""
    found: dict[str, list[bytes]] = {}
    with path.open(encoding="ascii") as lines:
        for line in lines:
            one = json.loads(line)
            asked = question(
                method=one["method"],
                target=one["target"],
                authorization=one["authorization"],
                operation=one["operation"],
                body=base64.b64decode(one["body"]),
            )
            found.setdefault(asked, []).append(_answer(one["status"], one["headers"], base64.b64decode(one["answer"])))
    return found


def shown(asked: str) -> str:
    """A question as a person reads it, bounded."""
    text = unquote_plus(asked)
    return text if len(text) <= 200 else f"{text[:200]}…"


def _answer(status: str, headers: Iterable[tuple[str, str]], content: bytes) -> bytes:
    lines = [f"HTTP/1.1 {status}"]
    lines += [f"{name}: {value}" for name, value in headers if name.lower() not in _NOT_AGAIN]
    lines += [f"Content-Length: {len(content)}", "", ""]
    return "\r\n".join(lines).encode("latin-1") + content
