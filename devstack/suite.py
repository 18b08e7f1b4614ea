"""`make test`: every test, with all that the tests start."""

from __future__ import annotations

import os
import sys

from devstack import machine
from devstack.bootstrap import ensure_environment, say
from devstack.supervisor.layout import ROOT

EMULATOR = ROOT / "var" / "emulator"
MOST_WORKERS = 8


def main() -> int:
    """Prepare, then become pytest."""
    machine.ensure_pdf_libraries()
    try:
        machine.ensure_static_files()
    except machine.StaticFilesFailed as error:
        say(f"The fonts could not be fetched: {error}")
        return 1
    machine.ensure_unpackers()
    if machine.ensure_browser() is None:
        say("No Chromium on this machine: the browser tests will be skipped, and counted as skipped below.")
    python = ensure_environment(EMULATOR, ["requirements-emulator.txt"])
    environment = {"MINISTACK_BIN": str(python.with_name("ministack")), **os.environ}
    environment["DJANGO_SETTINGS_MODULE"] = "ftrportal.settings.test"  # importing our package named production's
    workers = str(max(2, min(MOST_WORKERS, os.cpu_count() or 2)))
    command = [sys.executable, "-m", "pytest", "-n", workers, "--dist", "loadscope", *sys.argv[1:]]
    os.execve(sys.executable, command, environment)  # noqa: S606


if __name__ == "__main__":
    sys.exit(main())
