"""Saying of a ZIP pack whether it is as this installation made it, and if not, which file differs."""

from __future__ import annotations

import hashlib
import json
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

from assessments.reports.zip import signing
from assessments.reports.zip.archive import CHUNK, MANIFEST, SIGNATURE, is_untouched
from ftrportal.common.files.archives import lists_more_than

LARGEST_MANIFEST = 32 * 1024 * 1024
MOST_ENTRIES = 50_000  # more than any pack has, with all the archives among its evidence
# What zipfile raises for archives that are broken, encrypted or of a kind it does not know.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, KeyError, OverflowError)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`differing` names files with other content, `missing` and `added` those the manifest has or has not.

    `repeated` are names the archive has more than once: programs differ in which of the files they unpack.
    """

    is_unchanged: bool
    reason: str
    differing: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()


def verify(file: IO[bytes]) -> Verdict:
    """Judge an archive, which may be anything. Raises NoSigningKeyError."""
    if is_untouched(file):
        return Verdict(is_unchanged=True, reason="Unchanged since this installation signed it.")
    if lists_more_than(file, MOST_ENTRIES):
        return Verdict(is_unchanged=False, reason="This file is not a valid pack: it lists too many files.")
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return _compare(archive)
    except BROKEN:
        return Verdict(is_unchanged=False, reason="This file is not a valid pack: the archive is damaged.")


def _compare(archive: zipfile.ZipFile) -> Verdict:
    repeated = _repeated([one.filename for one in archive.infolist()])
    manifest = _read(archive, MANIFEST)
    if not signing.is_ours(signing.from_text(_read(archive, SIGNATURE)), manifest):
        reason = "The manifest was changed, or another installation created this pack."
        return Verdict(is_unchanged=False, reason=reason, repeated=repeated)
    # Signed by us, so its sizes bound how much is read below.
    listed: dict[str, dict[str, Any]] = {one["name"]: one for one in json.loads(manifest)["files"]}
    there = {one.filename for one in archive.infolist()} - {MANIFEST, SIGNATURE}
    differing = tuple(name for name in sorted(there & listed.keys()) if not _is_same(archive, name, listed[name]))
    missing, added = tuple(sorted(listed.keys() - there)), tuple(sorted(there - listed.keys()))
    reason = "Every file is unchanged since it was signed, but the archive was changed or repacked."
    if differing or missing or added:
        reason = "Files of this pack were changed."
    elif repeated:
        reason = (
            "A file name occurs more than once in this archive, so a program may unpack a file that was not signed."
        )
    return Verdict(
        is_unchanged=False, reason=reason, differing=differing, missing=missing, added=added, repeated=repeated
    )


def _repeated(names: Sequence[str]) -> tuple[str, ...]:
    """Names that are the same file on some disk: equal but for case and for how marks are written."""
    seen: dict[str, list[str]] = {}
    for name in names:
        seen.setdefault(unicodedata.normalize("NFC", name).casefold(), []).append(name)
    return tuple(sorted({name for same in seen.values() if len(same) > 1 for name in same}))


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as entry:
        return entry.read(LARGEST_MANIFEST)


def _is_same(archive: zipfile.ZipFile, name: str, listed: dict[str, Any]) -> bool:
    digest, left = hashlib.sha256(), int(listed["size"]) + 1
    try:
        with archive.open(name) as entry:
            while left > 0 and (chunk := entry.read(min(CHUNK, left))):
                digest.update(chunk)
                left -= len(chunk)
    except BROKEN:
        return False
    return left == 1 and digest.hexdigest() == listed["sha256"]
