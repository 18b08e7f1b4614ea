"""What a ZIP pack holds: PDF, spreadsheet, evidence by requirement and the facts of the scans."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO

from assessments.reports.exports.xlsx import workbook
from assessments.reports.snapshot.schema import SnapshotData
from assessments.reports.zip.archive import ArchiveFile, pieces
from ftrportal.common.files.names import display_name, within_bytes

LONGEST_NAME = 200  # of an entry, in bytes of UTF-8: what every disk and unpacking program takes
Opener = Callable[[str], IO[bytes]]


class StoredFileError(Exception):
    """A stored file is not the one the snapshot speaks of; `names` say which, as the pack shows it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.names = (name,)


class FileMissingError(StoredFileError, FileNotFoundError):
    """Its bytes are gone."""


class FileChangedError(StoredFileError):
    """Its bytes are others than those the snapshot has the SHA-256 of."""


@dataclass(frozen=True, slots=True)
class _Stored:
    """A file of the pack: its name there and in storage, its SHA-256 in the snapshot, and what people call it."""

    name: str
    stored_as: str
    sha256: str
    called: str


def evidence_names(data: SnapshotData) -> dict[str, list[tuple[str, str]]]:
    """By requirement key: (name in the archive, name in storage) of each file."""
    return {key: [(one.name, one.stored_as) for one in files] for key, files in _evidence(data).items()}


def _evidence(data: SnapshotData) -> dict[str, list[_Stored]]:
    return {
        one["key"]: [
            _Stored(
                # The number keeps names apart that are equal, or became so when they were cut.
                within_bytes(f"evidence/{one['key']}/{number}-{display_name(item['name'])}", LONGEST_NAME),
                item["stored_as"],
                item["sha256"],
                f"{one['key']}: {item['name']}",
            )
            for number, item in enumerate(one["evidence"], 1)
        ]
        for section in data["sections"]
        for one in section["requirements"]
    }


def _facts(data: SnapshotData) -> list[_Stored]:
    return [
        _Stored(
            f"scans/{scan['account_id']}.facts.json.gz",
            scan["facts_stored_as"],
            scan["facts_sha256"],
            f"scan of account {scan['account_id']}",
        )
        for scan in data["scans"]
        if scan["facts_stored_as"]
    ]


def write(
    target: IO[bytes],
    data: SnapshotData,
    *,
    sha256: str,
    document: bytes,
    open_stored: Opener,
    told: Callable[[int, int], None] = lambda done, of: None,
    between: Callable[[], None] = lambda: None,
) -> str:
    """Write the whole pack; returns its SHA-256. `told` hears how many of how many bytes of evidence are in it.

    `between` is called often.

    A stored file is read when its turn comes, a piece at a time. Raises FileMissingError, and FileChangedError when its
    bytes are not those the snapshot has the SHA-256 of: a pack must not sign what contradicts its own PDF.
    """
    about = {"format": "ftr-portal-pack-1", "snapshot_sha256": sha256, "taken_at": data["taken_at"]}
    pack = ArchiveFile(target, taken_at=data["taken_at"], about=about)
    evidence = _evidence(data)
    pack.add("evidence-pack.pdf", [document])
    names = {key: [one.name for one in files] for key, files in evidence.items()}
    pack.add("answers.xlsx", [workbook(data, names)])
    scans = [{name: value for name, value in scan.items() if name != "facts_stored_as"} for scan in data["scans"]]
    pack.add("scans.json", [json.dumps(scans, indent=1, sort_keys=True).encode()], compress=True)
    of, done = _evidence_bytes(data), 0
    for one in [*_facts(data), *(file for files in evidence.values() for file in files)]:
        with _opened(one, open_stored) as stored:
            done += pack.add(one.name, _compared(_watched(pieces(stored.read), between), one))
        told(min(done, of), of)
    return pack.finish(between)


def _evidence_bytes(data: SnapshotData) -> int:
    return sum(
        item["size"] for section in data["sections"] for one in section["requirements"] for item in one["evidence"]
    )


def _opened(one: _Stored, open_stored: Opener) -> IO[bytes]:
    try:
        return open_stored(one.stored_as)
    except FileNotFoundError as error:
        raise FileMissingError(one.called) from error


def _compared(chunks: Iterable[bytes], one: _Stored) -> Iterable[bytes]:
    """The same chunks; after the last one raises FileChangedError if they are not what the snapshot speaks of."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
        yield chunk
    if digest.hexdigest() != one.sha256:
        raise FileChangedError(one.called)


def _watched(chunks: Iterable[bytes], between: Callable[[], None]) -> Iterable[bytes]:
    for chunk in chunks:
        between()
        yield chunk
