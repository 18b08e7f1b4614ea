"""Runs one queued scan as a worker's process does and prints what it cost."""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from collections import Counter
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from uuid import UUID

import django

from devstack.benchmark.sampling import Sampler


def main(organization_id: str, run_id: str, *, is_profiled: bool) -> None:
    """Print the figures as JSON."""
    django.setup()
    from scanners.services.scans.warming import warm_up
    from scanners.tasks import run_scan_task

    warm_up()  # as a worker does before it takes its first scan
    ready, ready_cpu = time.perf_counter(), time.process_time()
    ready_rss = _peak_rss()
    sampler = Sampler()
    with sampler if is_profiled else nullcontext():
        run_scan_task(organization_id, run_id)
    figures = {
        "wall": time.perf_counter() - ready,
        "cpu": time.process_time() - ready_cpu,
        "rss": _peak_rss(),
        "start_cpu": ready_cpu,
        "start_rss": ready_rss,
        "profile": sampler.rows(),
    }
    print(json.dumps({**figures, **_outcome(organization_id, run_id)}))


def _outcome(organization_id: str, run_id: str) -> dict[str, Any]:
    from ftrportal.common.database.tenancy import organization_context
    from scanners.models import Finding, ScanRun

    with organization_context(organization_id):
        run = ScanRun.objects.get(pk=UUID(run_id))
        found = Finding.objects.filter(run_id=UUID(run_id)).values_list("check_id", "outcome")
        findings = Counter(f"{check_id} {outcome}" for check_id, outcome in found)
    return {
        "status": run.status,
        "reason": run.reason,
        "calls": run.calls,
        "findings": findings,
        "unreadable": [f"{gap['fact']} {gap['action']} {gap['reason']}" for gap in run.unreadable],
    }


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
    main(sys.argv[1], sys.argv[2], is_profiled="--profile" in sys.argv)
