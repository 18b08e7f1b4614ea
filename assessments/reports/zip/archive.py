"""The ZIP pack: written file by file in pieces, described by a manifest, and signed twice.

`manifest.json` names every file with size and SHA-256; `manifest.sig` signs it, so that a file can be judged alone. The
archive's comment signs every byte before it, so that no byte of the archive can change unseen.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import IO, Any

from assessments.reports.zip import signing

CHUNK = 1024 * 1024
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
COMMENT_MARK = b"ftr-portal-pack-1 "
COMMENT_BYTES = len(COMMENT_MARK) + len(signing.as_text(bytes(signing.SIGNATURE_BYTES)))


class ArchiveFile:
    """Writes one pack into a file opened for reading and writing. Close it with `finish`, which signs it."""

    def __init__(self, target: IO[bytes], *, taken_at: str, about: dict[str, Any]) -> None:
        self._target = target
        self._zip = zipfile.ZipFile(target, "w", allowZip64=True)
        # The snapshot's time, not the clock's: the same snapshot gives the same bytes.
        self._time = datetime.fromisoformat(taken_at).timetuple()[:6]
        self._files: list[dict[str, Any]] = []
        self._about = about

    def add(self, name: str, chunks: Iterable[bytes], *, compress: bool = False) -> int:
        """Write one file piece by piece and note its size and hash. Returns the size."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(self._entry(name, compress=compress), "w", force_zip64=True) as out:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
        self._files.append({"name": name, "sha256": digest.hexdigest(), "size": size})
        return size

    def finish(self, between: Callable[[], None] = lambda: None) -> str:
        """Write manifest and signatures; returns the SHA-256 of the archive. Raises NoSigningKeyError."""
        listing = {**self._about, "files": sorted(self._files, key=lambda one: one["name"])}
        manifest = json.dumps(listing, indent=1, sort_keys=True, ensure_ascii=False).encode()
        for name, body in ((MANIFEST, manifest), (SIGNATURE, signing.as_text(signing.sign(manifest)) + b"\n")):
            self._zip.writestr(self._entry(name, compress=False), body)
        self._zip.comment = COMMENT_MARK + signing.as_text(bytes(signing.SIGNATURE_BYTES))
        self._zip.close()
        digest = _digest_before_comment(self._target, between)
        comment = COMMENT_MARK + signing.as_text(signing.sign(digest.digest()))
        self._target.seek(-COMMENT_BYTES, io.SEEK_END)
        self._target.write(comment)
        self._target.flush()
        digest.update(comment)
        return digest.hexdigest()

    def _entry(self, name: str, *, compress: bool) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, self._time)
        entry.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
        entry.external_attr = 0o644 << 16
        entry.create_system = 3
        return entry


def is_untouched(file: IO[bytes]) -> bool:
    """Whether this very archive, byte for byte, was signed by this installation. Raises NoSigningKeyError."""
    file.seek(0, io.SEEK_END)
    if file.tell() <= COMMENT_BYTES:
        return False
    file.seek(-COMMENT_BYTES, io.SEEK_END)
    comment = file.read(COMMENT_BYTES)
    signature = signing.from_text(comment.removeprefix(COMMENT_MARK))
    # Base64 has spellings that decode to the same bytes: only the one we write counts.
    if comment != COMMENT_MARK + signing.as_text(signature):
        return False
    return signing.is_ours(signature, _digest_before_comment(file).digest())


def pieces(read: Callable[[int], bytes]) -> Iterable[bytes]:
    """The content of an open file in chunks."""
    while chunk := read(CHUNK):
        yield chunk


def _digest_before_comment(file: IO[bytes], between: Callable[[], None] = lambda: None) -> hashlib._Hash:
    file.seek(0, io.SEEK_END)
    left = file.tell() - COMMENT_BYTES
    file.seek(0)
    digest = hashlib.sha256()
    while left > 0 and (chunk := file.read(min(CHUNK, left))):
        digest.update(chunk)
        left -= len(chunk)
        between()
    return digest
