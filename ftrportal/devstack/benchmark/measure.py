"""Runs one queued scan as a worker's process does and prints what it cost."""

from __future__ import annotations

import cProfile
import json
import os
import re
import resource
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import django

PROFILE = "FTRPORTAL_BENCHMARK_PROFILE"  # names a file for cProfile's figures, which themselves cost time


def main(organization_id: str, run_id: str) -> None:
    """Print the figures as JSON."""
    django.setup()
    from scanners.tasks import run_scan_task

    ready, ready_cpu = time.perf_counter(), time.process_time()
    ready_rss = _peak_rss()
    with _profiled(os.environ.get(PROFILE)):
        run_scan_task(organization_id, run_id)
    figures = {
        "wall": time.perf_counter() - ready,
        "cpu": time.process_time() - ready_cpu,
        "rss": _peak_rss(),
        "start_cpu": ready_cpu,
        "start_rss": ready_rss,
    }
    print(json.dumps({**figures, **_outcome(organization_id, run_id)}))


def _outcome(organization_id: str, run_id: str) -> dict[str, Any]:
    from ftrportal.common.tenancy import organization_context
    from scanners.models import Finding, ScanRun

    with organization_context(organization_id):
        run = ScanRun.objects.get(pk=run_id)
        found = Finding.objects.filter(run_id=run_id).values_list("check_id", "outcome")
        findings = Counter(f"{check_id} {outcome}" for check_id, outcome in found)
    return {
        "status": run.status,
        "reason": run.reason,
        "calls": run.calls,
        "findings": findings,
        "unreadable": [f"{gap['fact']} {gap['action']} {gap['reason']}" for gap in run.unreadable],
    }


class _profiled:  # noqa: N801 - reads as a word of the `with` statement
    def __init__(self, file: str | None) -> None:
        self._file = file
        self._profile = cProfile.Profile() if file else None

    def __enter__(self) -> None:
        if self._profile:
            self._profile.enable()

    def __exit__(self, *_: object) -> None:
        if self._profile and self._file:
            self._profile.disable()
            self._profile.dump_stats(self._file)


def _peak_rss() -> int:
    """Bytes. The kernel's own mark where there is one: getrusage's still knows the process that started us."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found.group(1)) * 1024 if found else 0


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
