"""Office documents (OOXML) are zip archives: looked at by their table of contents, never unpacked."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

from ftrportal.common.files.archives import lists_more_than
from ftrportal.common.files.refused import Refused

MAX_ENTRIES = 5_000
MAX_LISTED = 20_000  # with those of documents inside the document
MAX_UNPACKED = 250 * 1024 * 1024
MAX_RATIO = 150  # of an entry that is large when unpacked
RATIO_FROM = 10 * 1024 * 1024
MAX_CONTENT_TYPES = 512 * 1024
END_RECORD = b"PK\x05\x06"
LONGEST_END = 65_535 + 22
CONTENT_TYPES = "[Content_Types].xml"
SYMLINK = 0o120000


@dataclass(frozen=True, slots=True)
class Document:
    """One kind of document; `main_part` is the type its content table must name."""

    name: str
    ending: str
    content_type: str
    main_part: bytes

    def check(self, file: IO[bytes]) -> None:
        """Raises Refused unless this is a plain document of this kind."""
        _few_entries(file)
        file.seek(0)
        try:
            with zipfile.ZipFile(file) as archive:
                entries = archive.infolist()
                _harmless(entries)
                table = _content_table(archive)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError) as error:
            if isinstance(error, Refused):
                raise
            raise _disguised(self.name) from error
        if b"macroenabled" in table.lower():
            raise _macros()
        if self.main_part not in table:
            raise _disguised(self.name)


def _few_entries(file: IO[bytes]) -> None:
    """Before the archive is opened: listing a million entries is itself the attack."""
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        raise Refused(
            "content", "This file is named as an Office document, but its content is different. Export it again."
        )
    file.seek(0, 2)
    size = file.tell()
    file.seek(max(0, size - LONGEST_END))
    tail = file.read()
    at = tail.rfind(END_RECORD)
    if at < 0 or len(tail) - at < 22:
        raise Refused("content", "This document is damaged or incomplete. Save it again and upload the new file.")
    if lists_more_than(file, MAX_LISTED):
        raise Refused(
            "bomb", f"This document has more than {MAX_ENTRIES:,} parts, which is the limit. Upload it as PDF."
        )


def _harmless(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Refused("bomb", "This document is too large when decompressed. Upload it as PDF.")
    for entry in entries:
        name = entry.filename
        if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise Refused("bomb", "This document is too large when decompressed. Upload it as PDF.")
        if entry.flag_bits & 0x1:
            raise Refused("encrypted", "This document is encrypted. Remove the password and upload it again.")
        if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/"):
            raise Refused("content", "This document contains parts with an unsafe path. Upload it as PDF.")
        if (entry.external_attr >> 16) & 0o170000 == SYMLINK:
            raise Refused("content", "This document contains links to other files. Upload it as PDF.")
        if name.lower().endswith("vbaproject.bin"):
            raise _macros()


def _content_table(archive: zipfile.ZipFile) -> bytes:
    try:
        with archive.open(CONTENT_TYPES) as part:
            table = part.read(MAX_CONTENT_TYPES + 1)
    except KeyError as error:
        raise Refused(
            "content", "This file is named as an Office document, but its content is different. Export it again."
        ) from error
    if len(table) > MAX_CONTENT_TYPES:
        raise Refused("bomb", "The content list of this document is too large. Upload it as PDF.")
    return table


def _disguised(name: str) -> Refused:
    return Refused(
        "content", f"This file is named as a {name} document, but its content is different or damaged. Export it again."
    )


def _macros() -> Refused:
    return Refused(
        "macros", "This document contains macros. Save it without macros or as PDF, and upload the new file."
    )


_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCUMENTS = tuple(
    Document(name, ending, f"{_OFFICE}{part}", f"{_OFFICE}{part}.main+xml".encode())
    for name, ending, part in (
        ("Word", "docx", "wordprocessingml.document"),
        ("Excel", "xlsx", "spreadsheetml.sheet"),
        ("PowerPoint", "pptx", "presentationml.presentation"),
    )
)
