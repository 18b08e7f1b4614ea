"""Creates each kind of report from a frozen snapshot and stored files, without database queries."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage

from assessments.models import ReportKind, ReportStage, Snapshot
from assessments.pictures.pack_images import pictures_of
from assessments.reports.exports import remediation
from assessments.reports.pdf import rendering as pdf
from assessments.reports.pdf.archival import archival
from assessments.reports.render import html
from assessments.reports.zip import contents

LEFT_SECONDS = 24 * 3600


class Progress(Protocol):
    """Progress callbacks. Both raise RenderCancelledError if the report was canceled, and LeaseLost."""

    def at(self, stage: ReportStage, percent: int) -> None:
        """A new stage or percentage."""

    def beat(self) -> None:
        """A sign of life, called often."""


@dataclass(frozen=True, slots=True)
class Content:
    """A finished file, to be stored before its context manager ends."""

    file: File[bytes]
    size: int
    sha256: str
    pages: int = 0


@contextmanager
def content_of(kind: ReportKind, frozen: Snapshot, progress: Progress) -> Iterator[Content]:
    """The file of one kind. Raises RenderFailedError, NoSigningKeyError, StoredFileError and what `progress` does."""
    if kind in remediation.WRITERS:
        progress.at(ReportStage.WRITING, 50)
        yield _in_memory(remediation.WRITERS[kind](frozen.data, frozen.sha256))
        return
    until = 55 if kind == ReportKind.PACK_ZIP else 95
    document = _document(kind, frozen, progress, until=until)
    if kind == ReportKind.PACK_PDFA:
        document = archival(document, frozen.data, sha256=frozen.sha256)
    if kind == ReportKind.PACK_ZIP:
        with _bundle(frozen, document, progress) as content:
            yield content
    else:
        yield _in_memory(document, pages=pdf.page_count(document))


def _document(kind: ReportKind, frozen: Snapshot, progress: Progress, *, until: int) -> bytes:
    pdf.get_ready()
    progress.at(ReportStage.PICTURES, 5)
    pictures = pictures_of(
        frozen.data, folder=f"t/{frozen.organization_id}", sha256=frozen.sha256, between=progress.beat
    )
    progress.at(ReportStage.WRITING, 10)
    write = html.render_gaps if kind == ReportKind.GAP_PDF else html.render
    page = write(frozen.data, sha256=frozen.sha256, pictures=pictures)
    progress.at(ReportStage.TYPESETTING, 15)

    def should_stop() -> bool:
        progress.beat()
        return False

    return pdf.render(
        page,
        should_stop=should_stop,
        told=lambda done, of: progress.at(ReportStage.TYPESETTING, 15 + (until - 15) * done // of),
        poll_seconds=min(1.0, settings.HEARTBEAT_SECONDS),
    )


def _in_memory(body: bytes, *, pages: int = 0) -> Content:
    return Content(ContentFile(body), len(body), hashlib.sha256(body).hexdigest(), pages)


@contextmanager
def _bundle(frozen: Snapshot, document: bytes, progress: Progress) -> Iterator[Content]:
    """Through a temporary file: evidence may be larger than memory. Storage on this disk takes the file itself."""
    with TemporaryDirectory(dir=_workshop()) as folder, open(Path(folder, "pack"), "w+b") as target:
        digest = contents.write(
            target,
            frozen.data,
            sha256=frozen.sha256,
            document=document,
            open_stored=default_storage.open,
            told=lambda done, of: progress.at(ReportStage.PACKING, 55 + 40 * done // max(of, 1)),
            between=progress.beat,
        )
        size = target.tell()
        target.seek(0)
        yield Content(_Movable(target), size, digest, pdf.page_count(document))


def _workshop() -> str | None:
    """Where packs are built: beside the stored files, so that moving one there is no copy. Removes what was left."""
    if not isinstance(default_storage, FileSystemStorage):
        return settings.FILE_UPLOAD_TEMP_DIR
    folder = Path(default_storage.location, "unfinished")
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.iterdir():
        # By a worker that was killed: no pack takes a day.
        if _last_changed(left) < time.time() - LEFT_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    return str(folder)


def _last_changed(folder: Path) -> float:
    """When, in seconds; now for one that another worker just removed, when its own pack was ready."""
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:
        return time.time()


class _Movable(File):  # type: ignore[type-arg]  # not subscriptable at run time
    """A file that storage on the same disk takes over by renaming, so that it never exists twice."""

    def temporary_file_path(self) -> str:
        return str(self.name)
