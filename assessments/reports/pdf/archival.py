"""From the pack as it is to one that archives take: PDF/A-3a, with the snapshot inside as JSON for machines.

The typesetter has embedded every font, tagged everything and named the colour space; what is left is to say so, and to
attach the data. The document stays PDF/UA-1.
"""

from __future__ import annotations

import hashlib
import io
import json
from datetime import datetime
from typing import Any

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream, String

from assessments.reports.snapshot.schema import SnapshotData

DATA_NAME = "snapshot.json"
PRIVATE = frozenset({"stored_as", "facts_stored_as"})
PDFA, PDFUA = "http://www.aiim.org/pdfa/ns/id/", "http://www.aiim.org/pdfua/ns/id/"


def public_json(data: SnapshotData, *, sha256: str) -> bytes:
    """The snapshot for other programs: everything but where our storage keeps things."""
    body = {"format": "ftr-portal-snapshot", "snapshot_sha256": sha256, "snapshot": _public(data)}
    return json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8", "surrogatepass")


def archival(document: bytes, data: SnapshotData, *, sha256: str) -> bytes:
    """The same pages as PDF/A-3a and PDF/UA-1 in one. The same input gives the same bytes."""
    with Pdf.open(io.BytesIO(document)) as book:
        _attach(book, public_json(data, sha256=sha256), datetime.fromisoformat(data["taken_at"]))
        for intent in book.Root.OutputIntents:
            intent.S = Name.GTS_PDFA1
        with book.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            xmp[f"{{{PDFA}}}part"] = "3"
            xmp[f"{{{PDFA}}}conformance"] = "A"
            xmp[f"{{{PDFUA}}}part"] = "1"
        target = io.BytesIO()
        book.save(target, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
        return target.getvalue()


def _attach(book: Pdf, body: bytes, at: datetime) -> None:
    moment = String(at.strftime("D:%Y%m%d%H%M%SZ"))
    file = Stream(book, body)
    file.Type, file.Subtype = Name.EmbeddedFile, Name("/application/json")
    checksum = hashlib.md5(body, usedforsecurity=False).digest()  # what PDF asks for; it protects nothing
    file.Params = Dictionary(Size=len(body), ModDate=moment, CreationDate=moment, CheckSum=String(checksum))
    described = book.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(DATA_NAME),
            UF=String(DATA_NAME),
            Desc=String("Snapshot of the pack as JSON"),
            AFRelationship=Name.Source,
            EF=Dictionary(F=file, UF=file),
        )
    )
    book.Root.AF = Array([described])
    names = book.Root.get("/Names", Dictionary())
    names.EmbeddedFiles = Dictionary(Names=Array([String(DATA_NAME), described]))
    book.Root.Names = names


def _public(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _public(one) for key, one in value.items() if key not in PRIVATE}
    return [_public(one) for one in value] if isinstance(value, list) else value
