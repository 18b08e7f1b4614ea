"""The pictures of one pack: only bytes the snapshot means, thumbnails made once, and none is no reason to fail."""

from __future__ import annotations

import base64
import hashlib
import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from assessments.pictures import pack_images
from assessments.reports.snapshot.freeze import digest
from tests.assessments.reports.plates import drawn, picture
from tests.assessments.reports.snapshots import evidence, snapshot

FOLDER = "t/acme"


def keep(name: str, body: bytes) -> str:
    return default_storage.save(name, ContentFile(body))


def snapshot_with(item):
    data = snapshot()
    for section in data["sections"]:
        for requirement in section["requirements"]:
            requirement["evidence"] = []
    data["sections"][0]["requirements"][0]["evidence"] = [item]
    return data


def file_of(body: bytes, content_type: str = "image/png", name: str = "shot.png"):
    stored = keep(f"{FOLDER}/evidence/{hashlib.sha256(body).hexdigest()[:8]}", body)
    sha256 = hashlib.sha256(body).hexdigest()
    return evidence(1, name) | {"content_type": content_type, "sha256": sha256, "stored_as": stored, "size": len(body)}


def pictures_of(data, *, folder=FOLDER, **more):
    return pack_images.pictures_of(data, folder=folder, sha256=digest(data), **more)


def shown(address: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(address.partition("base64,")[2])))


def test_an_image_gets_a_small_thumbnail_that_is_kept():
    item = file_of(drawn(1600, 900))
    data = snapshot_with(item)

    found = pictures_of(data, folder=FOLDER)
    default_storage.delete(item["stored_as"])
    again = pictures_of(data, folder=FOLDER)

    assert shown(found[item["sha256"]]).size == (240, 135)
    assert len(found[item["sha256"]]) < 12_000
    assert again == found


def test_what_the_first_pack_had_no_time_for_is_left_out_of_the_later_ones_of_its_snapshot(monkeypatch):
    data = snapshot_with(file_of(drawn(700, 400, "#445566")))
    other = snapshot_with(file_of(drawn(700, 400, "#445566"), name="renamed.png"))
    monkeypatch.setattr(pack_images, "NEW_SECONDS", 0.0)
    assert pictures_of(data) == {}
    monkeypatch.undo()

    assert pictures_of(other)
    assert pictures_of(data) == {}


@pytest.mark.parametrize(
    ("body", "content_type"),
    [(b"<svg/>", "image/png"), (b"%PDF-1.7 no page", "application/pdf"), (b"plain", "text/plain; charset=utf-8")],
)
def test_a_file_without_a_picture_is_left_out(body, content_type):
    assert pictures_of(snapshot_with(file_of(body, content_type)), folder=FOLDER) == {}


def test_a_file_that_is_gone_is_left_out():
    item = file_of(drawn(80, 80, "#123456"))
    default_storage.delete(item["stored_as"])

    assert pictures_of(snapshot_with(item), folder=FOLDER) == {}


def test_a_logo_whose_bytes_were_exchanged_is_not_printed():
    body = drawn(300, 100, "#654321")
    data = snapshot_with(evidence(1))
    right = picture(body, 300, 100, "logo.png") | {"stored_as": keep(f"{FOLDER}/pictures/right", body)}
    wrong = picture(body, 300, 100, "logo.png") | {"stored_as": keep(f"{FOLDER}/pictures/wrong", drawn(9, 9))}

    data["look"] = {"accent": "", "logo": right}
    assert pictures_of(data, folder=FOLDER)[right["sha256"]].startswith("data:image/png;base64,")

    data["look"] = {"accent": "", "logo": wrong}
    assert pictures_of(data, folder=FOLDER) == {}


def test_a_wish_to_stop_is_heard_between_pictures():
    heard = []

    pictures_of(snapshot_with(file_of(drawn(90, 90))), folder=FOLDER, between=lambda: heard.append(1))

    assert heard
