"""Everything one measurement needs and nothing of the person's own: servers, database, settings, in one folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from devstack.postgres import Postgres
from devstack.simulated_aws.running import SimulatedAws, running_server
from devstack.supervisor.environment import (
    Addresses,
    base_environment,
    kept_secrets,
    owner_environment,
    portal_environment,
)
from devstack.supervisor.layout import ROOT, Layout
from devstack.valkey import Valkey
from ftrportal.common.database.roles import create_roles


class StandFailed(Exception):
    """A program of the measurement ended with an error; the message is what it said."""


@dataclass(frozen=True)
class Stand:
    """Running servers and what a worker is told about them."""

    aws: SimulatedAws
    environment: Mapping[str, str]

    def run(self, module: str, *arguments: str, endpoint_url: str = "") -> Any:
        """One of this package's programs in a process of its own; what it prints last is its JSON result."""
        environment = dict(self.environment)
        if endpoint_url:
            environment["PORTAL_AWS_ENDPOINT_URL"] = endpoint_url
        return json.loads(_finish(["-m", f"devstack.benchmark.{module}", *arguments], environment))


@contextmanager
def stand() -> Iterator[Stand]:
    """Migrated database, broker, simulated AWS; all gone at the end."""
    with tempfile.TemporaryDirectory(prefix="ftrportal-benchmark-") as folder:
        Path(folder).chmod(0o711)
        layout = Layout(Path(folder))
        layout.make()
        database = Postgres(layout.var / "postgres", durable=False)
        broker = Valkey(layout.var / "valkey")
        try:
            database.start()
            broker.start()
            with running_server() as aws:
                yield Stand(aws, _environment(layout, database, broker, aws=aws))
        finally:
            broker.stop()
            database.remove()


def _environment(layout: Layout, database: Postgres, broker: Valkey, *, aws: SimulatedAws) -> dict[str, str]:
    base = base_environment(layout, {name: value for name, value in os.environ.items() if name != "PYTHONPATH"})
    kept = kept_secrets(layout.var / "secrets.json")
    addresses = Addresses(web=0, database=database.port, broker_url=broker.url, aws=urlsplit(aws.endpoint_url).port)
    portal = portal_environment(layout, addresses, kept, base=base)
    portal["LOG_LEVEL"] = "WARNING"
    # Production's code is compiled beforehand; here the preparing program does it, outside the checkout.
    portal["PYTHONPYCACHEPREFIX"] = str(layout.var / "compiled")
    portal.pop("PYTHONDONTWRITEBYTECODE", None)
    owner = owner_environment(portal, kept, database=database.port)
    create_roles(database.superuser_url(), owner["DATABASE_URL"], portal["DATABASE_URL"])
    _finish(["manage.py", "migrate", "--no-input", "-v", "0"], owner)
    return portal


def _finish(arguments: list[str], environment: Mapping[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=dict(environment), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise StandFailed(f"{' '.join(arguments)} failed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    lines = done.stdout.strip().splitlines()
    return lines[-1] if lines else ""
