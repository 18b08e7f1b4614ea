"""Which port the portal listens on."""

from __future__ import annotations

import errno
import socket

USUAL, TRIES = 8000, 50


class PortTaken(Exception):
    """The port the person asked for is in use."""


def web_port(wanted: str) -> int:
    """The port asked for, or 8000 or the next free one. "0" takes any. Raises PortTaken, ValueError."""
    if wanted:
        port = int(wanted)
        if port and not is_free(port):
            raise PortTaken(f"Port {port} is in use. Choose another: make run PORT=8080")
        return port or _any_free()
    return next((port for port in range(USUAL, USUAL + TRIES) if is_free(port)), None) or _any_free()


def is_free(port: int) -> bool:
    """Nobody listens there, on either loopback address: a browser may take either for "localhost"."""
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
        except OSError as error:
            if family == socket.AF_INET or error.errno == errno.EADDRINUSE:
                return False
    return True


def _any_free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
