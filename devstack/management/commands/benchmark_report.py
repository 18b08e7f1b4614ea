"""How long packs take to make and how much memory, beside the typesetter's own time for the same document."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.pictures.decoder import PNG, THUMBNAIL, ImageDecoder
from assessments.pictures.pack_images import data_address
from assessments.reports.pdf import client
from assessments.reports.pdf import rendering as pdf
from assessments.reports.render import html
from assessments.reports.zip import contents
from assessments.reports.zip.verification import verify
from devstack.benchmark.process_usage import PeakMemory, processor_seconds
from devstack.benchmark.sample_snapshot import invented, looks_of

# Name, evidence files, findings, accounts, seconds and megabytes allowed.
SIZES = (("usual", 200, 500, 3, 8.0, 500), ("large", 200, 5000, 20, 20.0, 500))
MEGABYTE, GIGABYTE = 1000**2, 1000**3
# A process of its own, without limits: what WeasyPrint takes for the same HTML in one piece, its import not counted.
ALONE = """
import gc, resource, sys, time
from assessments.reports.pdf.typesetter import typeset
gc.disable()
html = sys.stdin.buffer.read().decode()
begun, used = time.perf_counter(), time.process_time()
typeset(html, {"identifier": "00" * 16})
print(time.perf_counter() - begun, time.process_time() - used, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


class Command(BaseCommand):
    help = "Makes packs of two sizes and prints seconds, pages and megabytes; with --evidence-gb a ZIP pack, too."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--evidence-gb", type=float, default=0, help="gigabytes of evidence for a ZIP pack instead")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["evidence_gb"]:
            self._zip(int(options["evidence_gb"] * GIGABYTE))
            return
        for name, evidence, findings, accounts, seconds, megabytes in SIZES:
            self.stdout.write(f"{name}: {evidence} files, {findings} findings, {accounts} accounts")
            data = invented(evidence=evidence, findings=findings, accounts=accounts)
            pictures = self._thumbnails(data)
            client.close()
            allowed = f" of {seconds:.0f} s and {megabytes} MB allowed"
            cold = self._made("first pack of a worker", data, pictures, allowed)
            self._made("next pack", data, pictures, "")
            clock, used, memory = self._alone(html.render(data, sha256="0" * 64, pictures=pictures))
            self.stdout.write(
                f"  WeasyPrint alone, the same HTML in one piece: {clock:.1f} s, {used:.1f} s of processor, "
                f"{memory:.0f} MB; the first pack takes {100 * cold[0] / clock - 100:+.0f} % by the clock, "
                f"{100 * cold[1] / used - 100:+.0f} % of processor"
            )

    def _thumbnails(self, data: Any) -> dict[str, str]:
        """As packs have them. They are made once for each file, so their time is told apart."""
        used, begun = processor_seconds(), time.perf_counter()
        with ImageDecoder() as decoder:
            made = {sha256: decoder.decode(body, PNG, THUMBNAIL) for sha256, body in looks_of(data)}
        size = sum(len(one.data) for one in made.values()) / 1e6
        self.stdout.write(
            f"  {len(made)} thumbnails, drawn and made once for all packs: {time.perf_counter() - begun:.1f} s, "
            f"{processor_seconds() - used:.1f} s of processor, {size:.1f} MB"
        )
        return {sha256: data_address(one.data, one.content_type) for sha256, one in made.items()}

    def _made(self, name: str, data: Any, pictures: dict[str, str], allowed: str) -> tuple[float, float]:
        """Seconds by the clock and of processor, from the snapshot to the file."""
        used, begun = processor_seconds(), time.perf_counter()
        with PeakMemory() as peak:
            pdf.get_ready()
            page = html.render(data, sha256="0" * 64, pictures=pictures)
            written = time.perf_counter()
            document = pdf.render(page, poll_seconds=0.05)
            ready = time.perf_counter()
        # The typesetter's time is counted when it has ended.
        client.close()
        used = processor_seconds() - used - peak.processor_seconds
        self.stdout.write(
            f"  {name}: {ready - begun:.1f} s, {peak.megabytes:.0f} MB{allowed}; {used:.1f} s of processor, "
            f"HTML {written - begun:.2f} s, {pdf.page_count(document)} pages, {len(document) / 1e6:.1f} MB file"
        )
        return ready - begun, used

    def _alone(self, page: str) -> tuple[float, float, float]:
        done = subprocess.run(
            [sys.executable, "-c", ALONE], input=page.encode(), capture_output=True, check=True, cwd=client.ROOT
        )
        clock, used, memory = map(float, done.stdout.split())
        # Linux counts kilobytes, macOS bytes.
        return clock, used, memory / (1024**2 if sys.platform == "darwin" else 1024)

    def _zip(self, size: int) -> None:
        """One file of so many bytes, which takes no room on the disk itself: it is all holes."""
        data = invented(evidence=1, findings=0, accounts=1)
        for requirement in (one for section in data["sections"] for one in section["requirements"]):
            for item in requirement["evidence"]:
                item["size"], item["stored_as"], item["sha256"] = size, "evidence", _digest_of_zeros(size)
        for scan in data["scans"]:
            scan["facts_sha256"] = _digest_of_zeros(size)
        with TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
            source, target = Path(folder, "evidence"), Path(folder, "pack.zip")
            source.touch()
            os.truncate(source, size)

            def opened(_name: str) -> IO[bytes]:
                return source.open("rb")

            begun = time.perf_counter()
            with PeakMemory() as peak, target.open("w+b") as file:
                contents.write(file, data, sha256="0" * 64, document=b"%PDF-1.7", open_stored=opened)
                packed = time.perf_counter() - begun
                verdict = verify(file)
            disk = sum(path.stat().st_blocks for path in Path(folder).iterdir()) * 512
        if not verdict.is_unchanged:
            raise CommandError(f"The pack does not verify: {verdict.reason}")
        self.stdout.write(
            f"ZIP with {size / GIGABYTE:.1f} GB of evidence: {packed:.1f} s, {peak.megabytes:.0f} MB of memory, "
            f"{disk / GIGABYTE:.2f} GB of disk; verified in {time.perf_counter() - begun - packed:.1f} s"
        )


@cache
def _digest_of_zeros(size: int) -> str:
    digest, left = hashlib.sha256(), size
    while left > 0:
        digest.update(bytes(min(MEGABYTE, left)))
        left -= MEGABYTE
    return digest.hexdigest()
