"""`make stop`: end a stack that runs in another terminal."""

from __future__ import annotations

import os
import signal
import sys
import time

from devstack.bootstrap import say
from devstack.supervisor.layout import Layout, this_layout
from devstack.supervisor.leftovers import end_leftovers
from devstack.supervisor.lock import holder, run_lock

STOP_SECONDS = 60


def stop(layout: Layout) -> bool:
    """Ask the supervisor to stop and wait for it; then nothing of this folder runs. False when it would not end."""
    running = holder(layout.lock)
    if running and running.pid:
        say(f"Stopping the portal at {running.address or 'this folder'} ...")
        os.kill(running.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while holder(layout.lock):
        if time.monotonic() > deadline:
            say(f"Process {running.pid if running else 0} does not end; nothing was changed.")
            return False
        time.sleep(0.1)
    if layout.run.exists():
        with run_lock(layout.lock):
            end_leftovers(layout.var)
    return True


if __name__ == "__main__":
    sys.exit(0 if stop(this_layout()) else 1)
