"""The pictures of one pack, ready to be printed: logo and diagram as they are stored, evidence as thumbnails.

A thumbnail is made once and kept under the hash of its file. What cannot be made is left out: the pack names the file
and its hash all the same.
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from typing import IO

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from assessments.pictures.decoder import JPEG, PDF, PNG, THUMBNAIL, ImageDecoder, NoPictureError
from assessments.reports.snapshot.schema import EvidenceData, PictureData, SnapshotData

log = structlog.get_logger(__name__)
SHOWN = (PNG, JPEG, PDF)
MOST_BYTES = 25 * 1024 * 1024
MOST_THUMBNAILS = 400
NEW_SECONDS = 30.0  # for making new ones; what is not ready then comes with the next snapshot
Opener = Callable[[str], IO[bytes]]


def pictures_of(
    data: SnapshotData,
    *,
    folder: str,
    sha256: str,
    open_stored: Opener = default_storage.open,
    between: Callable[[], None] = lambda: None,
) -> dict[str, str]:
    """data: addresses by SHA-256 of the stored picture or, for thumbnails, of the evidence file.

    `folder` is the organization's, in storage; `sha256` is the snapshot's: whatever the first pack of a snapshot had no
    time for is left out of its later ones too, which are the same to the byte. `between` is called after each picture.
    """
    found: dict[str, str] = {}
    for picture in _own(data):
        found |= _stored(picture, open_stored)
    kept = f"{folder}/thumbnails"
    shown = _shown_before(f"{kept}/of-{sha256}", open_stored)
    thumbnails: dict[str, str] = {}
    begun = time.monotonic()
    with ImageDecoder() as decoder:
        for evidence in _files(data):
            if shown is not None and evidence["sha256"] not in shown:
                continue
            may_make = shown is not None or time.monotonic() - begun < NEW_SECONDS
            thumbnail = _thumbnail(evidence, kept, decoder if may_make else None, open_stored)
            if thumbnail:
                thumbnails[evidence["sha256"]] = data_address(thumbnail, JPEG)
            between()
    if shown is None:
        default_storage.save(f"{kept}/of-{sha256}", ContentFile(json.dumps(sorted(thumbnails)).encode()))
    return found | thumbnails


def _shown_before(name: str, open_stored: Opener) -> frozenset[str] | None:
    """The files that had a thumbnail in the first pack of this snapshot; None before there was one."""
    try:
        with open_stored(name) as file:
            return frozenset(json.loads(file.read()))
    except FileNotFoundError:
        return None


def _own(data: SnapshotData) -> Iterator[PictureData]:
    look, diagram = data.get("look"), data.get("diagram")
    if look and look["logo"]:
        yield look["logo"]
    if diagram:
        yield diagram["picture"]


def _stored(picture: PictureData, open_stored: Opener) -> Mapping[str, str]:
    """The bytes the snapshot means, and no others: what is stored under a name is compared with the frozen hash."""
    try:
        with open_stored(picture["stored_as"]) as file:
            body = file.read()
    except FileNotFoundError:
        log.warning("picture_missing", sha256=picture["sha256"])
        return {}
    if hashlib.sha256(body).hexdigest() != picture["sha256"] or picture["content_type"] not in (PNG, JPEG):
        log.error("picture_changed", sha256=picture["sha256"])
        return {}
    return {picture["sha256"]: data_address(body, picture["content_type"])}


def _files(data: SnapshotData) -> list[EvidenceData]:
    """Files that have a look to them, each once."""
    every = {
        item["sha256"]: item
        for section in data["sections"]
        for requirement in section["requirements"]
        for item in requirement["evidence"]
        if item["content_type"] in SHOWN and item["stored_as"] and item["size"] <= MOST_BYTES
    }
    return list(every.values())[:MOST_THUMBNAILS]


def _thumbnail(item: EvidenceData, folder: str, decoder: ImageDecoder | None, open_stored: Opener) -> bytes:
    name = f"{folder}/{item['sha256']}"
    try:
        with open_stored(name) as file:
            return file.read()
    except FileNotFoundError:
        pass
    if decoder is None:
        return b""
    try:
        with open_stored(item["stored_as"]) as file:
            body = file.read()
        if hashlib.sha256(body).hexdigest() != item["sha256"]:
            log.error("evidence_changed", sha256=item["sha256"])
            return b""
        made = decoder.decode(body, item["content_type"], THUMBNAIL).data
    except FileNotFoundError:
        return b""
    except NoPictureError as error:
        log.info("no_thumbnail", sha256=item["sha256"], why=str(error))
        return b""
    default_storage.save(name, ContentFile(made))
    return made


def data_address(body: bytes, content_type: str) -> str:
    """A picture of ours as packs carry it: the typesetter's fetcher reads no other address."""
    return f"data:{content_type};base64,{base64.b64encode(body).decode()}"
