"""One run of the stack: what is started in which order, and how it ends."""

from __future__ import annotations

import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence

from devstack.postgres import free_port
from devstack.supervisor.environment import (
    Addresses,
    base_environment,
    kept_secrets,
    owner_environment,
    portal_environment,
)
from devstack.supervisor.fingerprint import code_fingerprint, is_prepared, note_prepared
from devstack.supervisor.layout import Layout
from devstack.supervisor.processes import Command, Part, Process, tail
from devstack.supervisor.services import Broker, Database
from ftrportal.common.database.roles import create_roles

READY_SECONDS = 90
RESTARTS, RESTART_WINDOW_SECONDS = 3, 60.0
WORKER_GRACE_SECONDS = 15.0


class StackFailed(Exception):
    """A part did not start or keeps ending; the message shows the end of its log."""

    def __init__(self, part: Part, what: str) -> None:
        super().__init__(f"{part.name} {what}. The end of {part.log}:\n\n{tail(part.log)}\n")


class Stack:
    """Parts are kept in the order of their start; they end in reverse."""

    def __init__(self, layout: Layout, *, web_port: int, real_aws: bool) -> None:
        self.layout = layout
        self.web_port = web_port
        self.real_aws = real_aws
        self.parts: list[Part] = []
        self.environment: dict[str, str] = {}

    @property
    def address(self) -> str:
        return f"http://localhost:{self.web_port}"

    def start(self) -> None:
        """Everything, until the portal answers. Raises StackFailed, postgres.ServiceFailed, RealAwsIncomplete."""
        base = base_environment(self.layout, os.environ)
        aws_port = None if self.real_aws else free_port()
        if aws_port:
            state = str(self.layout.var / "aws")
            self._launch("aws", ["devstack.simulated_aws", "--port", str(aws_port), "--state", state, "--demo"], base)
        database, broker = Database(self.layout), Broker(self.layout, base)
        self._start(database)
        self._start(broker)
        kept = kept_secrets(self.layout.var / "secrets.json")
        addresses = Addresses(self.web_port, database.server.port, broker.server.url, aws_port)
        self.environment = portal_environment(self.layout, addresses, kept, base=base)
        owner = owner_environment(self.environment, kept, database=database.server.port)
        create_roles(database.server.superuser_url(), owner["DATABASE_URL"], self.environment["DATABASE_URL"])
        stamps = [database.server.home / "prepared", self.layout.var / "static" / ".prepared"]
        fingerprint = code_fingerprint()
        if not is_prepared(stamps, fingerprint):
            self._prepare(owner)
            note_prepared(stamps, fingerprint)
        self._serve_pages()
        if aws_port:
            self._wait_for(self._part("aws"), f"http://127.0.0.1:{aws_port}/")
        # Last, so that they do not compete with the pages for the processor: a job waits for them without harm.
        self._serve_jobs()

    def watch(self) -> list[str]:
        """Start again what ended by accident, and say so; raises StackFailed for what keeps ending."""
        said = []
        for part in self.parts:
            if part.has_ended():
                if part.starts_within(RESTART_WINDOW_SECONDS) > RESTARTS:
                    raise StackFailed(part, "keeps ending")
                part.start()
                said.append(f"{part.name} had ended and was started again; its log is {part.log}")
        return said

    def stop(self) -> None:
        """In reverse order: first those that use the others, the database last."""
        serving = [part for part in self.parts if part.name in {"web", "worker", "beat"}]
        for group in (serving, [part for part in reversed(self.parts) if part not in serving]):
            for part in group:
                part.ask_to_stop()
            for part in group:
                part.wait_until_stopped()
        self.parts.clear()

    def _prepare(self, owner: Mapping[str, str]) -> None:
        """Tables as their owner, and static files beside it; then the demo organization as the portal's role."""
        jobs = [
            self._job("migrate", ["manage.py", "migrate", "--no-input", "-v", "0"], owner),
            self._job("static", ["manage.py", "collectstatic", "--no-input", "-v", "0"], self.environment),
        ]
        for job in jobs:
            self._finish(job)
        self._finish(self._job("demo", ["manage.py", "load_demo"], self.environment))

    def _serve_pages(self) -> None:
        web = ["gunicorn", "ftrportal.wsgi:application", "--bind", f"127.0.0.1:{self.web_port}", "--workers", "2"]
        web += ["--worker-class", "gthread", "--threads", "4", "--no-control-socket", "--preload"]
        self._launch("web", web, self.environment)
        self._wait_for(self._part("web"), f"http://127.0.0.1:{self.web_port}/healthz")

    def _serve_jobs(self) -> None:
        worker = ["celery", "-A", "ftrportal", "worker", "-c", "2", "--without-gossip", "--without-mingle"]
        self._launch("worker", worker, self.environment, grace_seconds=WORKER_GRACE_SECONDS)
        schedule = str(self.layout.run / "beat-schedule")
        self._launch("beat", ["celery", "-A", "ftrportal", "beat", "-s", schedule, "--pidfile", ""], self.environment)

    def _launch(
        self, name: str, module: Sequence[str], environment: Mapping[str, str], *, grace_seconds: float = 10
    ) -> None:
        command = Command([sys.executable, "-m", *module], environment, grace_seconds)
        self._start(Process(name, self.layout.log(name), command))

    def _start(self, part: Part) -> None:
        # On the list before it runs: an interrupted start is stopped too.
        self.parts.append(part)
        part.start()

    def _job(self, name: str, arguments: Sequence[str], environment: Mapping[str, str]) -> Process:
        job = Process(name, self.layout.log(name), Command([sys.executable, *arguments], environment))
        self._start(job)
        return job

    def _finish(self, job: Process) -> None:
        if job.wait() != 0:
            raise StackFailed(job, "failed")
        self.parts.remove(job)

    def _part(self, name: str) -> Part:
        return next(part for part in self.parts if part.name == name)

    def _wait_for(self, part: Part, url: str) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not answers(url):
            if part.has_ended():
                raise StackFailed(part, "ended while it started")
            if time.monotonic() > deadline:
                raise StackFailed(part, f"did not answer at {url} within {READY_SECONDS} s")
            time.sleep(0.1)


def answers(url: str) -> bool:
    """Whether a server answers there; one that says it is not ready yet (503) does not."""
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=5):
            return True
    except urllib.error.HTTPError as error:
        error.close()
        return error.code < 500
    except OSError:
        return False
