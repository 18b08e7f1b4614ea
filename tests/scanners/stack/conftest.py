"""Real worker processes on a real broker, working on the committed rows of the test's database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import connections

from devstack.simulated_aws.credentials import portal_credentials
from devstack.valkey import Valkey
from ftrportal.celery import app

ROOT = Path(__file__).resolve().parents[3]
TIMINGS = {"LEASE_SECONDS": "4", "HEARTBEAT_SECONDS": "1", "RESEND_SECONDS": "2"}


@pytest.fixture(scope="module")
def valkey(tmp_path_factory) -> Iterator[Valkey]:
    """A broker of this file's own."""
    server = Valkey(tmp_path_factory.mktemp("valkey"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def broker(valkey, settings) -> Iterator[Valkey]:
    """This process sends to the broker that the workers listen to, with the workers' timings."""
    before = app.conf.broker_url
    app.conf.broker_url = valkey.url
    app._after_fork()  # drops the pooled connections to the broker of before
    settings.LEASE_SECONDS, settings.RESEND_SECONDS = 4, 2
    yield valkey
    app.conf.broker_url = before
    app._after_fork()


@dataclass
class Workers:
    """Starts workers as production does and kills them as production suffers it."""

    environment: dict[str, str]
    folder: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *, processes: int = 1) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "-A", "ftrportal", "worker", "-P", "prefork", "-c", str(processes)]
        command += ["--without-gossip", "--without-mingle", "-n", f"w{len(self.running)}@test", "-l", "INFO"]
        with (self.folder / f"worker-{len(self.running)}.log").open("wb") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.running.append(process)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """SIGKILL to the worker and its pool processes, as the kernel or a container platform does it."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        self.running.remove(process)

    def stop(self) -> None:
        for process in list(self.running):
            self.kill(process)


@pytest.fixture
def workers(broker, simulated_aws, tmp_path) -> Iterator[Workers]:
    """Workers with production's settings: only addresses and timings differ."""
    database = connections["default"].settings_dict
    address = f"{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    environment = {
        **{name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}},
        **TIMINGS,
        **portal_credentials().as_environment(),
        "DJANGO_SETTINGS_MODULE": "ftrportal.settings.base",
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "localhost",
        "PORTAL_URL": "https://localhost",
        "DATABASE_URL": f"postgresql://{address}",
        "REDIS_URL": broker.url,
        "MEDIA_ROOT": str(tmp_path / "media"),
        "PORTAL_AWS_PRINCIPAL_ARN": "arn:aws:iam::999900001111:role/FtrPortalWorker",
        "PORTAL_AWS_ENDPOINT_URL": simulated_aws.endpoint_url,
    }
    crew = Workers(environment, tmp_path)
    yield crew
    crew.stop()


def wait_until(condition: Callable[[], object], *, seconds: float = 30) -> None:
    """Wait for something that other processes do."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"still not so after {seconds} seconds")
        time.sleep(0.2)
