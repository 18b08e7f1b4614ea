"""How long a pack takes to make, beside the typesetter's own time for the same document."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand

from assessments.reports import html, pdf
from assessments.reports.invented import invented
from assessments.reports.press.client import ROOT

SIZES = (("usual", 200, 500, 3, 8.0), ("large", 200, 5000, 20, 20.0))
# A process of its own, without our limits: what WeasyPrint takes for the same HTML, its import not counted.
ALONE = """
import resource, sys, time
from assessments.reports.typesetter import typeset
html = sys.stdin.buffer.read().decode()
begun = time.perf_counter()
typeset(html, {"identifier": "00" * 16})
print(time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def _processor_seconds() -> float:
    """Of this process and its ended children: on a busy machine the clock says little."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


class Command(BaseCommand):
    help = "Makes packs of two sizes and prints seconds, pages and megabytes."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, evidence, findings, accounts, allowed in SIZES:
            data = invented(evidence=evidence, findings=findings, accounts=accounts)
            used, begun = _processor_seconds(), time.perf_counter()
            page = html.render(data, sha256="0" * 64)
            written = time.perf_counter()
            document = pdf.render(page, poll_seconds=0.05)
            total, used = time.perf_counter() - begun, _processor_seconds() - used
            alone, kilobytes = self._alone(page)
            self.stdout.write(
                f"{name}: {evidence} files, {findings} findings, {accounts} accounts: {total:.1f} s of {allowed:.0f} s "
                f"allowed, {used:.1f} s of processor (HTML {written - begun:.2f} s; "
                f"WeasyPrint alone {alone:.1f} s, {kilobytes / 1024:.0f} MB), "
                f"{pdf.page_count(document)} pages, {len(document) / 1e6:.1f} MB"
            )

    def _alone(self, page: str) -> tuple[float, float]:
        done = subprocess.run(
            [sys.executable, "-c", ALONE], input=page.encode(), capture_output=True, check=True, cwd=ROOT
        )
        seconds, memory = done.stdout.split()
        # Linux counts kilobytes, macOS bytes.
        return float(seconds), float(memory) / (1024 if sys.platform == "darwin" else 1)
