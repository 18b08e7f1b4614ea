"""What a ZIP pack holds: PDF, spreadsheet, evidence by requirement and the facts of the scans."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import IO

from assessments.reports.exports.xlsx import workbook
from assessments.reports.snapshot.schema import SnapshotData
from assessments.reports.zip.archive import ArchiveFile, pieces
from ftrportal.common.files.names import display_name

Opener = Callable[[str], IO[bytes]]


def evidence_names(data: SnapshotData) -> dict[str, list[tuple[str, str]]]:
    """By requirement key: (name in the archive, name in storage) of each file."""
    return {
        one["key"]: [
            (f"evidence/{one['key']}/{number}-{display_name(item['name'])}", item["stored_as"])
            for number, item in enumerate(one["evidence"], 1)
        ]
        for section in data["sections"]
        for one in section["requirements"]
    }


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

    A stored file is read when its turn comes, a piece at a time; one whose bytes are gone raises FileNotFoundError.
    """
    about = {"format": "ftr-portal-pack-1", "snapshot_sha256": sha256, "taken_at": data["taken_at"]}
    pack = ArchiveFile(target, taken_at=data["taken_at"], about=about)
    names = evidence_names(data)
    pack.add("evidence-pack.pdf", [document])
    pack.add("answers.xlsx", [workbook(data, {key: [name for name, _ in pairs] for key, pairs in names.items()})])
    scans = [{name: value for name, value in scan.items() if name != "facts_stored_as"} for scan in data["scans"]]
    pack.add("scans.json", [json.dumps(scans, indent=1, sort_keys=True).encode()], compress=True)
    facts = [
        (f"scans/{scan['account_id']}.facts.json.gz", scan["facts_stored_as"])
        for scan in data["scans"]
        if scan["facts_stored_as"]
    ]
    of, done = _evidence_bytes(data), 0
    for name, stored_as in [*facts, *(pair for pairs in names.values() for pair in pairs)]:
        with open_stored(stored_as) as stored:
            done += pack.add(name, _watched(pieces(stored.read), between))
        told(min(done, of), of)
    return pack.finish(between)


def _evidence_bytes(data: SnapshotData) -> int:
    return sum(
        item["size"] for section in data["sections"] for one in section["requirements"] for item in one["evidence"]
    )


def _watched(chunks: Iterable[bytes], between: Callable[[], None]) -> Iterable[bytes]:
    for chunk in chunks:
        between()
        yield chunk
