"""The two servers that come as packages, as parts of the stack."""

from __future__ import annotations

from devstack.postgres import Postgres
from devstack.supervisor.layout import Layout
from devstack.supervisor.leftovers import postgres_process
from devstack.supervisor.processes import Part
from devstack.valkey import Valkey


class Database(Part):
    """PostgreSQL is a daemon, not our child: its pid file says whether it lives."""

    def __init__(self, layout: Layout) -> None:
        self.server = Postgres(layout.var / "postgres")
        super().__init__("database", self.server.home / "log")

    def launch(self) -> None:
        self.server.start()

    def has_ended(self) -> bool:
        return self.server.port != 0 and postgres_process(self.server.data) is None

    def ask_to_stop(self) -> None:
        """It goes last, when nobody is connected any more: see wait_until_stopped."""

    def wait_until_stopped(self) -> None:
        if postgres_process(self.server.data) is not None:
            self.server.stop()


class Broker(Part):
    """Valkey keeps its port and password when it is started again, so that the others find it."""

    def __init__(self, layout: Layout, environment: dict[str, str]) -> None:
        self.server = Valkey(layout.var / "valkey", environment=environment)
        super().__init__("broker", layout.var / "valkey" / "valkey.log")

    def launch(self) -> None:
        self.server.start()

    def has_ended(self) -> bool:
        return self.server.process is not None and self.server.process.poll() is not None

    def ask_to_stop(self) -> None:
        if self.server.process:
            self.server.process.terminate()

    def wait_until_stopped(self) -> None:
        self.server.stop()
