"""What counts as this machine. A name that merely resolves to it does not: that is how DNS rebinding works."""

from __future__ import annotations

from urllib.parse import urlsplit

_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})


def is_loopback_host(host: str) -> bool:
    """True for a Host header that names this machine, with or without a port."""
    try:
        return urlsplit(f"//{host}").hostname in _NAMES
    except ValueError:
        return False


def is_loopback_url(url: str) -> bool:
    """True for a plain http(s) URL on this machine, without user name or password in it."""
    try:
        parts = urlsplit(url)
        valid_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    plain = parts.scheme in {"http", "https"} and "@" not in parts.netloc and "\\" not in url
    return plain and valid_port and parts.hostname in _NAMES
