"""Answers kept as they went over the wire, so that a measurement can give them again without the simulator's work."""

from __future__ import annotations

import base64
import json
import threading
from pathlib import Path
from typing import IO, Any

from werkzeug.wrappers import Response


class Recording:
    """A file with one JSON line per signed request and its answer, while somebody asked for one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._file: IO[str] | None = None

    def start(self, path: Path) -> None:
        """Begin a new file."""
        self.stop()
        with self._lock:
            self._file = path.open("w", encoding="ascii")

    def stop(self) -> None:
        """Close the file; it is complete then."""
        with self._lock:
            if self._file is not None:
                self._file.close()
            self._file = None

    def add(self, environ: dict[str, Any], response: Response) -> None:
        """Keep one exchange; nothing while no file is open."""
        if self._file is None:
            return
        line = json.dumps(
            {
                "method": environ["REQUEST_METHOD"],
                "target": environ.get("REQUEST_URI") or environ.get("RAW_URI") or environ["PATH_INFO"],
                "authorization": environ.get("HTTP_AUTHORIZATION", ""),
                "operation": environ.get("HTTP_X_AMZ_TARGET", ""),
                "body": _text(environ["simulator.body"]),
                "status": response.status,
                "headers": list(response.headers.items()),
                "answer": _text(response.get_data()),
            }
        )
        with self._lock:
            if self._file is not None:
                self._file.write(f"{line}\n")


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
