"""Keeps a scan's lease while it runs, from a thread of its own: neither a slow AWS call nor judging can lose it.

The same thread writes the progress and looks whether somebody asked to cancel, so a scan's own threads never touch
the database.
"""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Any, Self

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from ftrportal.common.database.tenancy import organization_context
from ftrportal.common.jobs import leases
from ftrportal.common.jobs.leases import LeaseLost
from scanners.models import ScanRun

log = structlog.get_logger(__name__)

LOOK_SECONDS = 1.0  # how soon progress is shown and a cancelled scan is told


class Heartbeat:
    """`with Heartbeat(run) as beat:`; the scan asks `beat.should_stop()` and tells `beat.show(...)`."""

    def __init__(self, run: ScanRun) -> None:
        self._run = run
        self._lock = threading.Lock()
        self._progress: dict[str, Any] = {}
        self._steps: dict[str, str] = {}
        self._over = threading.Event()
        self._stop = threading.Event()
        self._renewed = threading.Event()
        self._renewed_at = time.monotonic()
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat-{run.pk}", daemon=True)
        self.is_cancelled = False
        self.is_lost = False

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._over.set()
        self._thread.join(timeout=settings.LEASE_SECONDS)

    def should_stop(self) -> bool:
        """Whether the scan is to end: cancelled, or the lease is somebody else's."""
        return self._stop.is_set()

    def show(self, **columns: object) -> None:
        """Progress columns for the next renewal."""
        with self._lock:
            self._progress.update(columns)

    def show_step(self, name: str, state: str, *, done: int, total: int) -> None:
        """How one step of the scan stands; there are hundreds, and a renewal writes them all at once."""
        with self._lock:
            self._steps[name] = state
            self._progress.update(progress=self._steps, steps_done=done, steps_total=total)

    def take_progress(self) -> dict[str, Any]:
        """Progress that no renewal has written yet; whoever takes it writes it."""
        with self._lock:
            taken, self._progress = self._progress, {}
            if "progress" in taken:
                taken["progress"] = dict(self._steps)
        return taken

    def wait_for_renewal(self, timeout: float) -> bool:
        """Wait until the lease was renewed once more; False if that took too long."""
        self._renewed.clear()
        return self._renewed.wait(timeout)

    def _beat(self) -> None:
        try:
            while not self._over.wait(min(LOOK_SECONDS, settings.HEARTBEAT_SECONDS)):
                if not self._renew():
                    self._stop.set()
                    return
        finally:
            connection.close()

    def _renew(self) -> bool:
        """One renewal; False when the scan has to stop. A database that is away is tried until the lease is over."""
        columns = self.take_progress()
        try:
            with organization_context(self._run.organization_id):
                self.is_cancelled = leases.renew(self._run, **columns)
        except LeaseLost:
            self.is_lost = True
        except (DatabaseError, InterfaceError) as error:
            log.warning("heartbeat_failed", run=str(self._run.pk), error=type(error).__name__)
            connection.close()
            with self._lock:
                self._progress = {**columns, **self._progress}
            self.is_lost = time.monotonic() - self._renewed_at > settings.LEASE_SECONDS
        else:
            self._renewed_at = time.monotonic()
            self._renewed.set()
        return not (self.is_cancelled or self.is_lost)
